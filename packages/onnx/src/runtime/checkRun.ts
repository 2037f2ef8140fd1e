import type { EngineTensor, SessionValue } from '../engine.ts';
import { EngineError } from './engineErrors.ts';

/** What a run is asked for must be what the model has. @throws EngineError */
export function checkRun(
  { inputs, outputs }: { readonly inputs: readonly SessionValue[]; readonly outputs: readonly SessionValue[] },
  feeds: Readonly<Record<string, EngineTensor>>,
  fetches: readonly string[],
): void {
  const known = namesOf(inputs);
  checkNames('inputs', Object.keys(feeds), known);
  const missing = [...known].filter((name) => feeds[name] === undefined);
  if (missing.length > 0) throw new EngineError(`the run lacks a tensor for the input ${list(missing)}`);
  checkNames('outputs', fetches, namesOf(outputs));
}

const namesOf = (values: readonly SessionValue[]) => new Set(values.map(({ name }) => name));

function checkNames(what: string, asked: readonly string[], known: ReadonlySet<string>): void {
  const unknown = asked.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new EngineError(`the model has no ${what} ${list(unknown)}: its ${what} are ${list([...known])}`);
}

/** Names in quotes; a probe session has thousands. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `'${name}'`);
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}
