/** Figure 3: how much noise? Run it in this folder's parent: `node examples/noise-levels.mjs`. */
import { writeFile } from 'node:fs/promises';
import { encodePng, makeFigure } from 'smoothgrad';

const { svg, picture } = await makeFigure('noise-levels', ['photos/coffee.jpg', 'photos/cat.jpg'], { samples: 50 });
await writeFile('noise-levels.svg', svg);
await writeFile('noise-levels.png', encodePng(await picture()));
