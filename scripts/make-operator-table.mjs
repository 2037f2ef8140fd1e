/** `npm run docs:operators`: docs/operators.md from the tables of the built program. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { operatorTable } from './operators/operatorTable.mjs';

const root = new URL('../', import.meta.url);
const built = new URL('packages/onnx/dist/passes/', root);
if (!existsSync(built)) {
  console.error('smoothgrad is not built: run npm run build first');
  process.exit(1);
}
const read = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const load = async (path) => Object.values(await import(new URL(path, built).href));
const { standard } = await import(new URL('packages/autodiff/dist/index.js', root).href);
const [upgrades] = await load('upgrade/index.js');
const tables = {
  rules: standard,
  decompositions: await load('decompose/index.js'),
  quantised: await load('quantised/index.js'),
  upgrades,
};
const document = operatorTable(tables, read('scripts/operators/schemas.json'), read('scripts/operators/measured.json'));
writeFileSync(new URL('docs/operators.md', root), document);
console.log('docs/operators.md');
