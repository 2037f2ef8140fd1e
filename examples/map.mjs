/** Figure 1: one sensitivity map, noisy as gradients are. Run it in this folder's parent: `node examples/map.mjs`. */
import { writeFile } from 'node:fs/promises';
import { encodePng, makeFigure } from 'smoothgrad';

const { svg, picture } = await makeFigure('map', ['photos/coffee.jpg']);
await writeFile('map.svg', svg);
await writeFile('map.png', encodePng(await picture()));
