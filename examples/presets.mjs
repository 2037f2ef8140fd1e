/** Beyond the paper: what nine systems call SmoothGrad. Run it in this folder's parent: `node examples/presets.mjs`. */
import { writeFile } from 'node:fs/promises';
import { encodePng, makeFigure } from 'smoothgrad';

const { svg, picture } = await makeFigure('presets', ['photos/coffee.jpg']);
await writeFile('presets.svg', svg);
await writeFile('presets.png', encodePng(await picture()));
