import { type Attribute, int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty, shapeOf } from '../../../../tests/support/gradientProperty.ts';
import { graphGradient } from '../../../../tests/support/graphGradient.ts';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { constantIntegers } from '../../../../tests/support/integerInputs.ts';
import { floats, integers } from '../../../../tests/support/runGraph.ts';
import { Split } from './Split.ts';

/** Names of outputs, of which the one at `chosen` is differentiated. */
const named = (count: number, chosen: number) =>
  Array.from({ length: count }, (_, i) => (i === chosen ? 'y' : `y${i}`));

const axisOf = (rank: number) => fc.integer({ min: -rank, max: rank - 1 });

test('the gradient of Split agrees with central differences: any sizes along any axis, one output in use', async () => {
  const cases = fc.integer({ min: 1, max: 4 }).chain((rank) =>
    fc
      .record({
        others: shapeOf(rank, 3),
        axis: axisOf(rank),
        sizes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
        chosen: fc.nat(3),
        type: fc.constantFrom('float32' as const, 'float64' as const),
      })
      .map(({ others, axis, sizes, chosen, type }) => ({
        inputs: [
          {
            shape: others.with(
              axis,
              sizes.reduce((a, b) => a + b),
            ),
            type,
          },
          constantIntegers(sizes),
        ],
        attributes: { axis: int(axis) },
        outputs: named(sizes.length, chosen % sizes.length),
      })),
  );
  await expect(gradientProperty(Split, cases, { runs: 40 })).resolves.toBeUndefined();
});

test('equal parts, the last one smaller where they do not come out even', async () => {
  const cases = fc.constantFrom([6, 3], [6, 1], [7, 3], [7, 2], [5, 3], [10, 4]).chain(([length, parts]) =>
    fc.nat(parts! - 1).map((chosen) => ({
      inputs: [{ shape: [2, length!] }],
      attributes: { axis: int(1), num_outputs: int(parts!) },
      outputs: named(parts!, chosen),
    })),
  );
  await expect(gradientProperty(Split, cases)).resolves.toBeUndefined();
});

describe('every cotangent goes to its own part of x', () => {
  /** x of [2, 6] in parts of 1, 2 and 3; the outputs named are put together, each times a power of ten. */
  const model = (used: readonly string[], attributes: Record<string, Attribute> = { axis: int(1) }) =>
    modelOf({
      inputs: { x: [2, 6] },
      nodes: [
        node('Split', ['x', 'sizes'], ['a', 'b', 'c'], attributes),
        ...used.map((name) => node('Mul', [name, `times_${name}`], [`scaled_${name}`])),
        node(
          'Concat',
          used.map((name) => `scaled_${name}`),
          ['y'],
          { axis: int(1) },
        ),
      ],
      outputs: ['y'],
      constants: [
        integers('sizes', [1, 2, 3]),
        floats('times_a', [], [1]),
        floats('times_b', [], [10]),
        floats('times_c', [], [100]),
      ],
    });
  const ones = (count: number) => new Float32Array(count).fill(1);

  test.each([
    ['all in use', ['a', 'b', 'c'], [1, 10, 10, 100, 100, 100]],
    ['all in use, in another order', ['c', 'a', 'b'], [1, 10, 10, 100, 100, 100]],
    ['one without a cotangent in the middle', ['a', 'c'], [1, 0, 0, 100, 100, 100]],
    ['one without a cotangent at the end', ['b', 'a'], [1, 10, 10, 0, 0, 0]],
    ['only the last one in use', ['c'], [0, 0, 0, 100, 100, 100]],
    ['one used twice', ['b', 'b'], [0, 20, 20, 0, 0, 0]],
  ])('%s', async (_, used, row) => {
    const names = [...new Set(used)];
    const graph = names.length === used.length ? model(used) : twice(model(names));
    const count = used.reduce((sum, name) => sum + 2 * { a: 1, b: 2, c: 3 }[name]!, 0);
    expect(await graphGradient(graph, new Float32Array(12), ones(count))).toEqual([...row, ...row]);
  });

  /** y put together with itself. */
  const twice = (graph: ReturnType<typeof model>) => ({
    ...graph,
    graph: {
      ...graph.graph,
      nodes: graph.graph.nodes.map((last) =>
        last.op === 'Concat' ? { ...last, inputs: [...last.inputs, ...last.inputs] } : last,
      ),
    },
  });
});

test('a part without elements takes nothing away', async () => {
  const sizes = constantIntegers([2, 0, 1]);
  const at = (chosen: number, cotangent: number[]) =>
    gradientAt(Split, { inputs: [{ shape: [3] }, sizes], outputs: named(3, chosen) }, cotangent);
  expect(await at(0, [1, 10])).toEqual([1, 10, 0]);
  expect(await at(1, [])).toEqual([0, 0, 0]);
  expect(await at(2, [100])).toEqual([0, 0, 100]);
});
