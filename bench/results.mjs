import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindOf } from './machine.mjs';
import { root } from './networks.mjs';

const folder = join(root, 'bench', 'results');

/** Every kept result, oldest first. */
export function allResults(from = folder) {
  return readdirSync(from)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, ...JSON.parse(readFileSync(join(from, name), 'utf8')) }))
    .sort((a, b) => a.date.localeCompare(b.date));
}

/** The newest kept result of a machine of the same kind that measured at least one of the same networks, or undefined. */
export function lastResult({ machine, networks }, from = folder) {
  const names = new Set(networks.map(({ name }) => name));
  return allResults(from)
    .filter((result) => kindOf(result.machine) === kindOf(machine))
    .filter((result) => result.networks.some(({ name, ratio }) => names.has(name) && ratio))
    .at(-1);
}

/** Keeps a result under its date and machine; returns the path within the repository. */
export function saveResult(report, to = folder) {
  const machine = kindOf(report.machine)
    .toLowerCase()
    .replace(/\(r\)|\(tm\)/g, '')
    .replace(/[^a-z0-9]+/g, '-');
  const name = `${report.date.slice(0, 16).replace('T', '-').replace(':', '')}-${machine}.json`;
  writeFileSync(join(to, name), `${JSON.stringify(report, null, 1)}\n`);
  return join('bench', 'results', name);
}
