/** Beyond the paper: how far n samples are from infinitely many. Run it in this folder's parent: `node examples/convergence.mjs`. */
import { writeFile } from 'node:fs/promises';
import { encodePng, makeFigure } from 'smoothgrad';

const { svg, picture } = await makeFigure('convergence', ['photos/coffee.jpg'], {
  sizes: [2, 5, 10, 20, 50, 100, 200],
  reference: 1000,
});
await writeFile('convergence.svg', svg);
await writeFile('convergence.png', encodePng(await picture()));
