import { referenceTensor } from '@smoothgrad/autodiff/testing';
import { int } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { engine } from '../../../../tests/support/gradientProperty.ts';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { run, staticModel } from '../../../../tests/support/runGraph.ts';
import { Hardmax as forward } from '../testing/reference/Hardmax.ts';
import { Hardmax } from './Hardmax.ts';

test('Hardmax is refused: nothing would be left of what comes before it', () => {
  const value = (name: string) => ({ name, type: 'float32' as const, shape: [2, 3] });
  expect(refusal(Hardmax, { inputs: [value('x')], output: value('y') })).toMatch('where the maximum is');
});

test.each([0, 1, -1])('the runtime agrees that it is the first maximum along an axis: %d', async (axis) => {
  const x = [1, 3, 3, 2, 3, 0];
  const model = modelOf({
    inputs: { x: [2, 3] },
    nodes: [node('Hardmax', ['x'], ['y'], { axis: int(axis) })],
    outputs: ['y'],
  });
  const { y } = await run(await staticModel(model, engine), engine, { x });
  const expected = forward([referenceTensor([2, 3], x)], model.graph.nodes[0]!);
  expect(Array.from(y!.data, Number)).toEqual(Array.from(expected.data));
});
