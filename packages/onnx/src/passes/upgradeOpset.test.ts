import { float, int, ints } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { modelOf, node, weights } from '../../../../tests/support/graphs.ts';
import { floats } from '../../../../tests/support/runGraph.ts';
import { expectSameOutputs, oldNode } from '../../../../tests/support/upgradeCases.ts';
import { upgradeOpset } from './upgradeOpset.ts';

test('a small network of operator set 7', async () => {
  const nodes = [
    node('Pad', ['x'], ['padded'], { pads: ints([0, 0, 1, 1, 0, 0, 1, 1]) }),
    node('Conv', ['padded', 'w'], ['c'], { kernel_shape: ints([3, 3]) }),
    node('BatchNormalization', ['c', 'one', 'zero', 'zero', 'one'], ['n'], { epsilon: float(1e-3) }),
    node('Clip', ['n'], ['r'], { min: float(0), max: float(6) }),
    node('Dropout', ['r'], ['d', 'mask'], { ratio: float(0.5) }),
    node('ReduceMean', ['d'], ['m'], { axes: ints([2, 3]) }),
    node('Squeeze', ['m'], ['s'], { axes: ints([2, 3]) }),
    node('Softmax', ['s'], ['y']),
  ];
  const constants = [weights('w', [4, 3, 3, 3]), floats('one', [4], [1, 1, 1, 1]), floats('zero', [4], [0, 0, 0, 0])];
  const model = modelOf({ inputs: { x: [2, 3, 5, 5] }, nodes, outputs: ['y'], constants, opset: 7, irVersion: 4 });
  const { outputs } = await expectSameOutputs(model);
  expect(outputs.y!.shape).toEqual([2, 4]);
});

test('bodies of control flow are upgraded too, with names of their own', async () => {
  const body = (name: string, nodes: ReturnType<typeof node>[]) => ({
    kind: 'graph' as const,
    value: { name, inputs: [], outputs: [{ name }], nodes, initializers: new Map() },
  });
  const nodes = [
    node('ReduceSum', ['x'], ['total'], { keepdims: int(0) }),
    node('Greater', ['total', 'zero'], ['positive']),
    node('If', ['positive'], ['y'], {
      then_branch: body('a', [node('Squeeze', ['x'], ['a'], { axes: ints([0]) })]),
      else_branch: body('b', [
        node('Slice', ['x'], ['c'], { starts: ints([0]), ends: ints([1]), axes: ints([0]) }),
        node('Squeeze', ['c'], ['b'], { axes: ints([0]) }),
      ]),
    }),
  ];
  const model = modelOf({
    inputs: { x: [1, 3] },
    nodes,
    outputs: ['y'],
    constants: [floats('zero', [], [0])],
    opset: 9,
    irVersion: 6,
  });
  for (const x of [
    [1, 2, 3],
    [-1, -2, -3],
  ]) {
    const { outputs } = await expectSameOutputs(model, { x });
    expect(Array.from(outputs.y!.data, Number)).toEqual(x);
  }
});

test('new initializers take names nobody uses', async () => {
  const nodes = [node('Squeeze', ['x'], ['y'], { axes: ints([0]) }), node('Add', ['y', 'y/axes'], ['z'])];
  const model = modelOf({
    inputs: { x: [1, 3] },
    nodes,
    outputs: ['z'],
    constants: [floats('y/axes', [3], [10, 20, 30])],
    opset: 9,
    irVersion: 6,
  });
  const { outputs, upgraded } = await expectSameOutputs(model, { x: [1, 2, 3] });
  expect(Array.from(outputs.z!.data, Number)).toEqual([11, 22, 33]);
  expect([...upgraded.graph.initializers.keys()]).toEqual(['y/axes', 'y/axes_1']);
});

test('operators of other domains are left alone, and so is a model of operator set 18 or newer', () => {
  const foreign = { ...node('Clip', ['x'], ['y'], { min: float(0) }), domain: 'my.domain' };
  const old = modelOf({ inputs: { x: [1] }, nodes: [foreign], outputs: ['y'], opset: 7 });
  expect(upgradeOpset.run(old).graph.nodes).toEqual([foreign]);
  for (const opset of [18, 21]) {
    const model = oldNode('Relu', opset, [1]);
    expect(upgradeOpset.run(model)).toBe(model);
  }
});

test('operator sets before 7 are refused', () => {
  expect(() => upgradeOpset.run(oldNode('Relu', 6, [1]))).toThrow(
    'the model uses operator set 6; the oldest that can be read is 7',
  );
});

test('a model that imports only other domains is given the standard one, which passes emit', () => {
  const model = { ...oldNode('Scaler', 18, [1]), opsets: new Map([['ai.onnx.ml', 3]]) };
  expect([...upgradeOpset.run(model).opsets]).toEqual([
    ['ai.onnx.ml', 3],
    ['', 18],
  ]);
});
