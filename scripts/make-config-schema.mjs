/** Writes the JSON Schema of `smoothgrad.config.json` for editors, from the built `schema.ts` (`npm run docs:config`). */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configJsonSchema } from '../packages/smoothgrad/dist/config/schema.js';

const file = fileURLToPath(new URL('../packages/smoothgrad/smoothgrad.config.schema.json', import.meta.url));
writeFileSync(file, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
