import { readdirSync, readFileSync } from 'node:fs';
import { deepLift, explain } from '@smoothgrad/attribution';
import { readModel } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { sharedPath } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';
import { openToy } from './support/toyClassifier.ts';

/** DeepLIFT against Captum's numbers. */
const engine = createTestEngine();
afterAll(() => engine.close());

type Nested = number | readonly Nested[];

interface DeepLiftToy {
  readonly model: string;
  readonly input: readonly Nested[];
  readonly target: number;
  readonly expected: {
    readonly deepLift?: { readonly baseline: readonly Nested[]; readonly values: readonly Nested[] };
  };
}

const folder = sharedPath('golden', 'toy');
const read = (name: string) => JSON.parse(readFileSync(sharedPath('golden', 'toy', name)!, 'utf8')) as DeepLiftToy;
const toys =
  folder === undefined
    ? []
    : readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map(read);
const withDeepLift = toys.filter(({ expected }) => expected.deepLift !== undefined);

const flatten = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flatten));
const shapeOf = (nested: Nested): number[] =>
  typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0]!)];

describe.skipIf(folder === undefined)('toy networks', () => {
  it('there are ten', () => expect(withDeepLift).toHaveLength(10));

  it.each(withDeepLift)('$model', async ({ model, input, target, expected }) => {
    const source = readModel(readFileSync(sharedPath('golden', 'toy', model)!), model);
    const shape = [1, ...shapeOf(input[0]!)];
    const classifier = await openToy(source, engine, shape);
    const { baseline, values } = expected.deepLift!;
    for (const [row, photo] of input.entries()) {
      const method = deepLift({ baseline: Float32Array.from(flatten(baseline[row] ?? baseline[0]!)) });
      const { map, facts } = await explain(
        classifier,
        { tensor: Float32Array.from(flatten(photo)) },
        { method, target },
      );
      const wanted = flatten(values[row]!);
      const scale = Math.max(...wanted.map(Math.abs));
      const worst = Math.max(...wanted.map((value, i) => Math.abs(map[i]! - value)));
      expect(map).toHaveLength(wanted.length);
      expect(worst).toBeLessThanOrEqual(1e-5 * scale);
      expect(Math.abs(facts!.gap as number)).toBeLessThanOrEqual(1e-5 * scale);
    }
    await classifier.close();
  });
});
