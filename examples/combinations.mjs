/** Figure 7: smoothing helps other methods too. Run it in this folder's parent: `node examples/combinations.mjs`. */
import { writeFile } from 'node:fs/promises';
import { encodePng, makeFigure } from 'smoothgrad';

const { svg, picture } = await makeFigure('combinations', ['photos/coffee.jpg'], { samples: 50, steps: 10 });
await writeFile('combinations.svg', svg);
await writeFile('combinations.png', encodePng(await picture()));
