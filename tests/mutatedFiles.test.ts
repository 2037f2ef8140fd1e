import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMutants } from './support/mutateModels.ts';
import { type MutantOutcome, type MutationRun, startMutationRun } from './support/mutateRun.ts';

/** How many files, from which number on. */
const count = Number(process.env.SMOOTHGRAD_MUTANTS ?? 1000);
const start = Number(process.env.SMOOTHGRAD_MUTANTS_FROM ?? 0);

/** What may come of a file: a result, or an error that is meant for whoever gave it. */
const expected: ReadonlySet<string> = new Set([
  'explained',
  'ClassifierError',
  'EngineError',
  'ExternalDataError',
  'InvalidModelError',
  'NotDifferentiableError',
  'PreprocessingError',
  'SpecialisationError',
]);
const MOST_MEGABYTES = 2048;

describe(`${count} damaged and hostile models`, () => {
  let run: MutationRun;
  const outcomes: MutantOutcome[] = [];
  const outside: MutantOutcome[] = [];

  beforeAll(async () => {
    run = await startMutationRun();
    const mutantOf = createMutants();
    for (let k = start; k < start + count; k++) {
      const mutant = mutantOf(k);
      const outcome = await run.run(mutant);
      outcomes.push(outcome);
      if (mutant.isOutside) outside.push(outcome);
    }
    console.info('mutated files:', summary(outcomes));
  }, 3_600_000);
  afterAll(() => run?.close());

  test('are explained or refused with an error of ours: no crash, no hang', () => {
    expect(outcomes).toHaveLength(count);
    expect(outcomes.filter(({ outcome }) => !expected.has(outcome))).toEqual([]);
  });

  test('say why they are refused, in words', () => {
    const isClear = (message: string) =>
      /\w{3}/.test(message) && !/\n|undefined|NaN|\[object|at \S+:\d+:\d+/.test(message);
    const refused = outcomes.filter(({ outcome }) => outcome !== 'explained');
    expect(refused.filter(({ message }) => !isClear(message))).toEqual([]);
  });

  test('take little memory', () => {
    expect(outcomes.filter(({ grown }) => grown > MOST_MEGABYTES)).toEqual([]);
  });

  test('that ask for files outside their folder are refused before anything is read there', () => {
    expect(outside.filter(({ outcome }) => outcome !== 'ExternalDataError')).toEqual([]);
  });

  test('leave no file behind', () => {
    expect(run.written()).toEqual([]);
  });

  test('are damaged in ways that matter, and not beyond recognition', () => {
    const explained = outcomes.filter(({ outcome }) => outcome === 'explained').length / count;
    expect(explained).toBeGreaterThan(0.05);
    expect(explained).toBeLessThan(0.5);
    if (count >= 300) expect(new Set(outcomes.map(({ outcome }) => outcome)).size).toBeGreaterThanOrEqual(6);
  });
});

function summary(outcomes: readonly MutantOutcome[]) {
  const counts: Record<string, number> = {};
  for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const slowest = Math.max(...outcomes.map(({ milliseconds }) => milliseconds));
  const largest = Math.max(...outcomes.map(({ grown }) => grown));
  return { ...counts, 'slowest, ms': Math.round(slowest), 'largest growth, MB': Math.round(largest) };
}
