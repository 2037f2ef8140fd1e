/** Figure 5: four methods, alone and multiplied by the image. Run it in this folder's parent: `node examples/methods.mjs`. */
import { writeFile } from 'node:fs/promises';
import { encodePng, makeFigure } from 'smoothgrad';

const { svg, picture } = await makeFigure('methods', ['photos/coffee.jpg'], { samples: 50, steps: 50 });
await writeFile('methods.svg', svg);
await writeFile('methods.png', encodePng(await picture()));
