import { readdirSync, readFileSync } from 'node:fs';
import { decodeNpz, deepLift, explain, openClassifier } from '@smoothgrad/attribution';
import { readModel } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { relativeDistance } from './support/compare.ts';
import { openFile } from './support/models.ts';
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

interface Fixture {
  readonly cases: readonly {
    readonly name: string;
    readonly target: number;
    readonly model: string;
    readonly input: readonly number[];
    readonly baseline: readonly number[];
    readonly values: readonly number[];
  }[];
}

const fixture = JSON.parse(readFileSync(new URL('./fixtures/deepLift.json', import.meta.url), 'utf8')) as Fixture;

/**
 * Made by scripts/make-deeplift-fixture.py in float64. Quotients of small differences of sigmoids lose digits: computed in float32, Captum
 * itself is 5.2e-5 away from this for `sigmoid`, 1.5e-6 for `softplus`, and at most 3.1e-7 for the others.
 */
describe('random networks with maximum pooling', () => {
  it.each(fixture.cases)('$name', async ({ name, model, target, input, baseline, values }) => {
    const bytes = Buffer.from(model, 'base64');
    const classifier = await openClassifier(readModel(bytes, 'net.onnx'), engine, {
      weights: { files: new Map([['net.onnx', bytes]]) },
      recipe: deepLift().recipes(1)[0],
    });
    const method = deepLift({ baseline: Float32Array.from(baseline) });
    const { map, facts } = await explain(classifier, { tensor: Float32Array.from(input) }, { method, target });
    await classifier.close();
    if (process.env.SMOOTHGRAD_MEASURE) console.info(name, relativeDistance(map, values), facts);
    expect(relativeDistance(map, values)).toBeLessThanOrEqual(name === 'sigmoid' ? 1e-4 : 2e-5);
    expect(facts!.relativeGap).toBeLessThanOrEqual(1e-4);
  });
});

/** The shares add up to the rise of the score: relative gaps, in float32, were at most 5e-7. */
describe.skipIf(folder === undefined || sharedPath('models') === undefined)('whole networks', () => {
  const open = (name: string) =>
    openFile(sharedPath('models', name, 'model.onnx')!, engine, { recipe: deepLift().recipes(1)[0] });

  it.each(['squeezenet-1.1', 'mobilenet-v1', 'mobilenet-v2', 'tiny-darknet', 'efficientnet-lite0'])(
    '%s: shares are complete',
    async (name) => {
      const golden = decodeNpz(readFileSync(sharedPath('golden', `${name}.npz`)!));
      const classifier = await open(name);
      const target = Number((golden.target!.data as BigInt64Array)[0]);
      const subject = { tensor: golden.input!.data as Float32Array };
      const { facts } = await explain(classifier, subject, { method: deepLift({ baseline: 'zero' }), target });
      await classifier.close();
      expect(facts).toMatchObject({ baseline: 'zero' });
      expect(facts!.relativeGap).toBeLessThanOrEqual(1e-5);
    },
  );

  it('vit-tiny is refused, by operator and node', async () => {
    await expect(open('vit-tiny')).rejects.toThrow(
      "deeplift does not fit this model: LayerNormalization '/blocks.0/norm1/LayerNormalization': DeepLIFT has no rule",
    );
  });
});
