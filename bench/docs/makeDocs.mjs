/** `npm run docs:bench`: docs/bench.md and its pictures from the newest results of every kind of machine. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../networks.mjs';
import { allResults } from '../results.mjs';
import { newestByMachine } from './newest.mjs';
import { pageOf } from './page.mjs';
import { growthPicture } from './pictures/growth.mjs';
import { ratioPicture } from './pictures/ratios.mjs';

const pictures = join(root, 'docs', 'bench');
mkdirSync(pictures, { recursive: true });
const machines = newestByMachine(allResults());
for (const { slug, bySection } of machines) {
  const { samples, growth } = bySection;
  if (samples) writeFileSync(join(pictures, `${slug}-ratios.svg`), ratioPicture(samples));
  if (growth) writeFileSync(join(pictures, `${slug}-growth.svg`), growthPicture(growth.growth));
}
writeFileSync(join(root, 'docs', 'bench.md'), pageOf(machines));
