import { int } from '@smoothgrad/onnx';
import { afterAll, expect, test } from 'vitest';
import { modelOf, node } from '../../../tests/support/graphs.ts';
import { staticModel } from '../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../tests/support/testEngine.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const shapesOf = async (model: ReturnType<typeof modelOf>) => {
  const { values } = await staticModel(model, engine);
  return (name: string) => values.get(name)?.shape;
};

test('values behind an operator whose shape the runtime does not infer are measured; true scalars stay scalars', async () => {
  const shape = await shapesOf(
    modelOf({
      inputs: { x: [1, 3, 4, 5] },
      nodes: [
        // Its specification leaves the shape of the result unsaid.
        node('MeanVarianceNormalization', ['x'], ['normalised']),
        node('Relu', ['normalised'], ['active']),
        node('GlobalAveragePool', ['active'], ['pooled']),
        node('ReduceMean', ['x'], ['mean'], { keepdims: int(0) }),
        node('Mul', ['pooled', 'mean'], ['y']),
      ],
      outputs: ['y'],
    }),
  );
  expect(['active', 'pooled', 'mean', 'y'].map(shape)).toEqual([[1, 3, 4, 5], [1, 3, 1, 1], [], [1, 3, 1, 1]]);
});

test('what depends on the data has no shape, also behind such an operator', async () => {
  const shape = await shapesOf(
    modelOf({
      inputs: { x: [6] },
      nodes: [
        node('Abs', ['x'], ['positive']),
        node('Cast', ['positive'], ['chosen'], { to: int(9) }),
        node('Compress', ['x', 'chosen'], ['kept']),
        node('MeanVarianceNormalization', ['kept'], ['normalised']),
        node('Relu', ['normalised'], ['y']),
      ],
      outputs: ['y'],
    }),
  );
  expect(['kept', 'normalised', 'y'].map(shape)).toEqual([undefined, undefined, undefined]);
});

test('nothing behind such an operator is run: it may be of any size', async () => {
  const chain = Array.from({ length: 28 }, (_, k) => {
    const from = k === 0 ? 'normalised' : `grown_${k - 1}`;
    return node('Concat', [from, from], [`grown_${k}`], { axis: int(1) });
  });
  const model = modelOf({
    inputs: { x: [1, 3, 4, 5] },
    nodes: [
      node('MeanVarianceNormalization', ['x'], ['normalised']),
      ...chain,
      node('MeanVarianceNormalization', ['grown_27'], ['y']),
    ],
    outputs: ['y'],
  });
  await expect(staticModel(model, engine)).rejects.toThrow(/'grown_\d+' of shape .* alone would take .* GB of memory/);
});

test('one such operator after another', async () => {
  const shape = await shapesOf(
    modelOf({
      inputs: { x: [2, 3, 4, 5] },
      nodes: [
        node('MeanVarianceNormalization', ['x'], ['a']),
        node('GlobalAveragePool', ['a'], ['b']),
        node('MeanVarianceNormalization', ['b'], ['c']),
        node('Transpose', ['c'], ['d']),
      ],
      outputs: ['d'],
    }),
  );
  expect(['a', 'b', 'c', 'd'].map(shape)).toEqual([
    [2, 3, 4, 5],
    [2, 3, 1, 1],
    [2, 3, 1, 1],
    [1, 1, 3, 2],
  ]);
});
