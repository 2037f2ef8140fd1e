/** Figure 4: how many samples? Run it in this folder's parent: `node examples/sample-sizes.mjs`. */
import { writeFile } from 'node:fs/promises';
import { encodePng, makeFigure } from 'smoothgrad';

const { svg, picture } = await makeFigure('sample-sizes', ['photos/coffee.jpg'], { sizes: [1, 5, 10, 20, 50, 100] });
await writeFile('sample-sizes.svg', svg);
await writeFile('sample-sizes.png', encodePng(await picture()));
