/** Writes docs/methods.md (`npm run docs:methods`, after `npm run build`). */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { methods } from '../packages/attribution/dist/methods/catalogue.js';
import { methodPage } from './docs/methodPage.mjs';

writeFileSync(fileURLToPath(new URL('../docs/methods.md', import.meta.url)), methodPage(methods));
