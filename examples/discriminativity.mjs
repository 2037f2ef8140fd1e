/** Figure 6: which pixels speak for the cat (282), which for the cup (968)? Run it in this folder's parent: `node examples/discriminativity.mjs`. */
import { writeFile } from 'node:fs/promises';
import { encodePng, makeFigure } from 'smoothgrad';

const { svg, picture } = await makeFigure('discriminativity', ['photos/cat-and-coffee.jpg'], {
  targets: [282, 968],
  samples: 50,
  steps: 20,
});
await writeFile('discriminativity.svg', svg);
await writeFile('discriminativity.png', encodePng(await picture()));
