import { standard } from '@smoothgrad/autodiff';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { buildRandomGraph, describeGraph } from './support/randomGraph.ts';
import { checkRandomGraph } from './support/randomGraphCheck.ts';
import { recipes } from './support/randomGraphRecipes.ts';
import { templates, withoutTemplate } from './support/randomGraphTemplates.ts';
import { createTestEngine } from './support/testEngine.ts';

/** How many graphs; a few thousand take some minutes. */
const runs = Number(process.env.SMOOTHGRAD_FUZZ_RUNS ?? 300);
const seed = Number(process.env.SMOOTHGRAD_FUZZ_SEED ?? 20_170_612);

const engine = createTestEngine();
afterAll(() => engine.close());

describe('random graphs', () => {
  test('every rule of the table has a template', () => {
    const covered = new Set([...templates.map(({ op }) => op), ...Object.keys(withoutTemplate)]);
    expect(Object.keys(standard).filter((op) => !covered.has(op))).toEqual([]);
  });

  test(`the gradients of ${runs} graphs agree with central differences`, async () => {
    const results = new Map<string, number>();
    const used = new Map<string, number>();
    const property = fc.asyncProperty(recipes, fc.nat(2), fc.boolean(), async (recipe, weights, all) => {
      const graph = await buildRandomGraph(recipe, engine);
      const result = await checkRandomGraph(graph, engine, { weights, optimisation: all ? 'all' : 'basic' }).catch(
        (error: Error) => {
          throw new Error(`${error.message}\n${describeGraph(graph)}`);
        },
      );
      const kind = result.replace(/but .*/, 'but a switch is in the way of float32');
      results.set(kind, (results.get(kind) ?? 0) + 1);
      if (result.startsWith('right')) for (const op of graph.used) used.set(op, (used.get(op) ?? 0) + 1);
    });
    const { failed, errorInstance, counterexamplePath } = await fc.check(property, { seed, numRuns: runs });
    console.info('random graphs:', Object.fromEntries(results));
    // The graph says more than the numbers it was made from.
    if (failed) throw new Error(`seed ${seed}, path ${counterexamplePath}: ${(errorInstance as Error).message}`);
    const unchecked = [...results].filter(([result]) => !result.startsWith('right'));
    expect(unchecked.reduce((sum, [, count]) => sum + count, 0)).toBeLessThan(0.01 * runs);
    if (runs >= 300) expect(templates.filter(({ op }) => !used.has(op)).map(({ op }) => op)).toEqual([]);
  }, 3_600_000);
});
