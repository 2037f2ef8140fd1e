import { decodeNpz } from '@smoothgrad/attribution';
import { readProvenance } from '@smoothgrad/render';
import { type Destination, destinationOf, pathIn } from '../../outputs/destination.ts';
import { resultName } from '../../outputs/resultNames.ts';
import { checkOutput, type OutputRules } from '../../outputs/writeOutput.ts';
import { topPattern } from '../../session/targets.ts';
import type { ExplainFlags } from './flags.ts';

/** Where one result goes. */
export interface ResultPaths {
  readonly picture: string;
  readonly arrays: string | undefined;
}

/** Where all results go, and what may be replaced there. */
export interface OutputPlan {
  paths(stem: string, method: string, target: string): ResultPaths;
  /** Of all maps of a photo in one picture. */
  grid(stem: string): string;
  readonly pictureRules: OutputRules;
  readonly arrayRules: OutputRules;
  /** Files the user named, known before any result is. */
  readonly named: Partial<ResultPaths>;
}

/** @throws UsageError a file cannot hold all results */
export function planOutputs(flags: ExplainFlags, sources: number, inputs: readonly string[]): OutputPlan {
  const several = sources * flags.method.length * targetCount(flags.target) > 1;
  const pictures: Destination =
    flags.output === undefined
      ? { kind: 'folder', path: '.' }
      : destinationOf('--output', flags.output, '.png', several);
  const arrays = flags.save === undefined ? undefined : destinationOf('--save', flags.save, '.npz', several);
  const rules = { force: flags.force ?? false, inputs };
  return {
    paths(stem, method, target) {
      const name = resultName(stem, method, target);
      return { picture: pathIn(pictures, `${name}.png`), arrays: arrays && pathIn(arrays, `${name}.npz`) };
    },
    grid: (stem) => pathIn(pictures, `${stem}.grid.png`),
    pictureRules: {
      ...rules,
      makeFolder: pictures.kind === 'folder',
      isOurs: (bytes) => readProvenance(bytes) !== undefined,
    },
    arrayRules: { ...rules, makeFolder: arrays?.kind === 'folder', isOurs: holdsOurArrays },
    named: {
      ...(pictures.kind === 'file' && { picture: pictures.path }),
      ...(arrays?.kind === 'file' && { arrays: arrays.path }),
    },
  };
}

/** At most: two names may mean one class. */
export function targetCount(targets: readonly string[]): number {
  const counts = targets.map((text) => Number(topPattern.exec(text)?.[1] ?? 1));
  return Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
}

/** Arrays do not say who made them; the three names together are ours. */
function holdsOurArrays(bytes: Uint8Array): boolean {
  try {
    const names = Object.keys(decodeNpz(bytes));
    return ['input', 'map', 'standard_error'].every((name) => names.includes(name));
  } catch {
    return false;
  }
}

/** Finds out before the computation whether a result can be written. @throws OutputRefusedError */
export async function checkPaths({ picture, arrays }: Partial<ResultPaths>, plan: OutputPlan): Promise<void> {
  if (picture !== undefined) await checkOutput(picture, plan.pictureRules);
  if (arrays !== undefined) await checkOutput(arrays, plan.arrayRules);
}
