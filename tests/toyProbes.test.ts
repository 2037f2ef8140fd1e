import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Attribution,
  type Classifier,
  deconvnet,
  explain,
  gradientTimesInput,
  guidedBackprop,
  integratedGradients,
  lrp,
  type Method,
  occlusion,
} from '@smoothgrad/attribution';
import { elementCount, readModel } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { sharedPath } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';
import { openToy } from './support/toyClassifier.ts';

/** Methods along a path and by probes on tiny networks, against published and closed-form numbers (golden/README.md beside the clone). */
const engine = createTestEngine();
afterAll(() => engine.close());

type Nested = number | readonly Nested[];

interface ToyOcclusion {
  readonly window: readonly number[];
  readonly stride: readonly number[];
  readonly baseline: number;
  readonly overlap: 'average' | 'sum';
  readonly values: Nested;
}

interface Toy {
  readonly input: Nested;
  readonly target: number;
  readonly expected: {
    readonly inputXGradient?: Nested;
    readonly guidedBackprop?: Nested;
    readonly deconvnet?: Nested;
    readonly integratedGradients?: { readonly baseline: Nested; readonly steps: number; readonly values: Nested };
    readonly integratedGradientsExact?: Nested;
    readonly lrpEpsilon?: { readonly epsilon: number; readonly values: Nested; readonly delta: readonly number[] };
    readonly occlusion?: ToyOcclusion | readonly ToyOcclusion[];
  };
}

const folder = sharedPath('golden', 'toy');
const files = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (name: string) => JSON.parse(readFileSync(join(folder!, name), 'utf8')) as Toy;
const having = (key: keyof Toy['expected']) => files.filter((name) => read(name).expected[key] !== undefined);

const flatten = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flatten));
const shapeOf = (nested: Nested): number[] =>
  typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0]!)];

interface Row {
  readonly tensor: Float32Array;
  readonly row: number;
  /** The numbers of this row of the batch. */
  of(nested: Nested): number[];
  explain(method: Method): Promise<Float32Array>;
  facts(method: Method): Promise<Attribution['facts']>;
  readonly input: Classifier['input'];
}

/** Every row of a toy's batch by itself: classifiers take one at a time. */
async function forEachRow(name: string, check: (row: Row, toy: Toy) => Promise<void>): Promise<void> {
  const toy = read(name);
  const [rows, ...rest] = shapeOf(toy.input);
  const length = elementCount(rest);
  const model = readModel(readFileSync(join(folder!, name.replace('.json', '.onnx'))), 'toy.onnx');
  const classifier = await openToy(model, engine, [1, ...rest]);
  for (let row = 0; row < rows!; row++) {
    const of = (nested: Nested) => flatten(nested).slice(row * length, (row + 1) * length);
    const tensor = Float32Array.from(of(toy.input));
    const mapOf = async (method: Method) => (await explain(classifier, { tensor }, { method, target: toy.target })).map;
    const factsOf = async (method: Method) =>
      (await explain(classifier, { tensor }, { method, target: toy.target })).facts;
    await check({ tensor, row, of, explain: mapOf, facts: factsOf, input: classifier.input }, toy);
  }
  await classifier.close();
}

/** Within a share of the largest of the expected numbers. */
function expectClose(actual: Float32Array, expected: readonly number[], tolerance = 1e-5): void {
  expect(actual).toHaveLength(expected.length);
  const scale = Math.max(...expected.map(Math.abs), Number.MIN_VALUE);
  const worst = Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value)));
  expect(worst).toBeLessThanOrEqual(tolerance * scale);
}

describe.skipIf(folder === undefined)('tiny networks beside the clone', () => {
  it.each(having('inputXGradient'))('input × gradient: %s', (name) =>
    forEachRow(name, async (row, { expected }) => {
      expectClose(await row.explain(gradientTimesInput), row.of(expected.inputXGradient!));
    }),
  );

  it.each(having('guidedBackprop'))('guided backpropagation: %s', (name) =>
    forEachRow(name, async (row, { expected }) => {
      expectClose(await row.explain(guidedBackprop), row.of(expected.guidedBackprop!));
    }),
  );

  it.each(having('deconvnet'))('deconvnet: %s', (name) =>
    forEachRow(name, async (row, { expected }) => {
      expectClose(await row.explain(deconvnet), row.of(expected.deconvnet!));
    }),
  );

  it.each(having('lrpEpsilon'))('LRP-ε: %s', (name) =>
    forEachRow(name, async (row, { expected }) => {
      const { epsilon, values, delta } = expected.lrpEpsilon!;
      const method = lrp({ composite: 'epsilon', epsilon });
      expectClose(await row.explain(method), row.of(values));
      const scale = Math.max(...row.of(values).map(Math.abs));
      const { gap } = await row.facts(method);
      expect(Math.abs((gap as number) - delta[row.row]!)).toBeLessThanOrEqual(1e-5 * scale);
    }),
  );

  it.each(having('integratedGradients'))('integrated gradients: %s', (name) =>
    forEachRow(name, async (row, { expected }) => {
      const { baseline, steps, values } = expected.integratedGradients!;
      const method = integratedGradients({ baseline: Float32Array.from(row.of(baseline)), steps });
      expectClose(await row.explain(method), row.of(values));
    }),
  );

  it.each(having('integratedGradientsExact'))('the limit of integrated gradients: %s', (name) =>
    forEachRow(name, async (row, { expected }) => {
      const exact = row.of(expected.integratedGradientsExact!);
      const distance = async (steps: number) => {
        const map = await row.explain(integratedGradients({ baseline: 'zero', steps }));
        return Math.max(...exact.map((value, i) => Math.abs(map[i]! - value)));
      };
      expect(await distance(50)).toBeLessThan(0.05);
      expect(await distance(800)).toBeLessThan(0.004);
    }),
  );

  it.each(having('occlusion'))('occlusion: %s', (name) =>
    forEachRow(name, async (row, { expected }) => {
      for (const each of [expected.occlusion!].flat() as ToyOcclusion[]) {
        // [k], or [C,H,W] over all channels.
        const [window, stride] = [each.window, each.stride].map((sides) => [1, ...sides].slice(-2) as [number, number]);
        const map = await row.explain(occlusion({ window: window!, stride: stride!, fill: each.baseline }));
        const sums = coverage(row.input, window!, stride!);
        const found = each.overlap === 'average' ? map : map.map((value, i) => value * sums[i % sums.length]!);
        expectClose(found, row.of(each.values));
      }
    }),
  );
});

/** How many windows cover each pixel, [H,W]. */
function coverage(
  { height, width }: Classifier['input'],
  [rows, columns]: readonly [number, number],
  [down, right]: readonly [number, number],
): number[] {
  const count = (at: number, length: number, window: number, stride: number) => {
    let covering = 0;
    for (let start = 0; start < length - window + stride; start += stride)
      if (start <= at && at < start + window) covering++;
    return covering;
  };
  return Array.from(
    { length: height * width },
    (_, i) => count(Math.floor(i / width), height, rows, down) * count(i % width, width, columns, right),
  );
}
