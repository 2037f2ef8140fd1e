/** Figure 2: how one pixel's derivatives jump along a step nobody sees. Run it in this folder's parent: `node examples/fluctuation.mjs`. */
import { writeFile } from 'node:fs/promises';
import { encodePng, makeFigure } from 'smoothgrad';

const { svg, picture } = await makeFigure('fluctuation', ['photos/cat.jpg']);
await writeFile('fluctuation.svg', svg);
await writeFile('fluctuation.png', encodePng(await picture()));
