import { appendFileSync } from 'node:fs';
import fc from 'fast-check';
import { test } from 'vitest';
import { buildRandomGraph, describeGraph } from './support/randomGraph.ts';
import { checkRandomGraph } from './support/randomGraphCheck.ts';
import { recipes } from './support/randomGraphRecipes.ts';
import { createTestEngine } from './support/testEngine.ts';
const engine = createTestEngine();
test('fuzz', async () => {
  const n = Number(process.env.N ?? 300), seed = Number(process.env.SEED ?? 1);
  const log = process.env.LOG ?? '/tmp/fuzz.out';
  const results = new Map<string, number>(), used = new Map<string, number>(), left = new Map<string, number>();
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  let k = 0;
  for (const [recipe, weights, all] of fc.sample(fc.tuple(recipes, fc.nat(2), fc.boolean()), { seed, numRuns: n })) {
    k++;
    let graph;
    try {
      graph = await buildRandomGraph(recipe, engine);
      const result = await checkRandomGraph(graph, engine, { weights, optimisation: all ? 'all' : 'basic' });
      count(results, result.replace(/[\d.e+-]+ times/, 'k times').replace(/direction \d/, 'direction').replace(/'[^']*'/g,'_'));
      for (const op of graph.used) count(used, op);
      for (const [op, reason] of graph.left) count(left, `${op}: ${reason}`);
      if (result !== 'right') appendFileSync(log, `#${k} ${seed} ${result}\n${describeGraph(graph)}\n\n`);
    } catch (error) {
      count(results, 'WRONG');
      appendFileSync(log, `#${k} ${seed} w${weights} ${all} WRONG ${(error as Error).stack}\n${graph && describeGraph(graph)}\n\n`);
    }
  }
  appendFileSync(log, JSON.stringify([...results]) + '\nused ' + JSON.stringify([...used].sort((a,b)=>a[1]-b[1])) + '\nleft ' + [...left].sort((a,b)=>b[1]-a[1]).map((x)=>x.join(' ')).join('\n') + '\n');
}, 3_600_000);
