import { int, ints } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { Conv } from '../gradients/Conv.ts';
import { Mul } from '../gradients/Mul.ts';
import { Relu } from '../gradients/Relu.ts';
import type { GradientRule } from '../rule.ts';
import { checkGradient } from './checkGradient.ts';
import { type Forward, mapTensor } from './tensor.ts';

const engine = createTestEngine();

describe('a wrong rule is found', () => {
  test('a gradient that is off by a constant', async () => {
    const wrong: GradientRule = {
      op: 'Sin',
      backward: ({ g, inputs: [x], cotangents: [dy] }) => [g.scale(g.mul(dy!, g.unary('Cos', x!)), 1.001)],
    };
    await expect(checkGradient(wrong, [{ name: 'small', inputs: [{ shape: [2, 3] }] }], { engine })).rejects.toThrow(
      /^Sin \(small\) of float32\[2,3\]: the gradient by input 0 is 1\.0e-3 \(relative L2\) away from central differences, allowed are 0\.00002; the farthest is element \d: \S+ instead of \S+$/,
    );
  });

  test('a gradient of one operand that is the other one', async () => {
    const wrong: GradientRule = { op: 'Mul', backward: (context) => [...Mul.backward(context)].reverse() };
    await expect(checkGradient(wrong, [{ inputs: [{ shape: [4] }, { shape: [4] }] }], { engine })).rejects.toThrow(
      'Mul of float32[4], float32[4]: the gradient by input 0',
    );
  });

  test('a missing cotangent', async () => {
    const wrong: GradientRule = { op: 'Mul', backward: (context) => Mul.backward(context).slice(0, 1) };
    await expect(checkGradient(wrong, [{ inputs: [{ shape: [4] }, { shape: [4] }] }], { engine })).rejects.toThrow(
      'no cotangent for input 1',
    );
  });

  test('not a number', async () => {
    const wrong: GradientRule = { op: 'Relu', backward: ({ g, cotangents: [dy] }) => [g.div(dy!, g.sub(dy!, dy!))] };
    await expect(checkGradient(wrong, [{ inputs: [{ shape: [1], values: [1] }] }], { engine })).rejects.toThrow(
      /away from central differences/,
    );
  });

  test('only in the case it is wrong in; the case is named with its attributes', async () => {
    const shallow: GradientRule = {
      op: 'Conv',
      backward: (context) => Conv.backward({ ...context, node: { ...context.node, attributes: new Map() } }),
    };
    const weights = { shape: [1, 1, 2, 2], constant: true };
    const plain = { inputs: [{ shape: [1, 1, 3, 3] }, weights] };
    const padded = { ...plain, attributes: { pads: ints([1, 1, 0, 0]), group: int(1) } };
    await expect(checkGradient(shallow, [plain], { engine })).resolves.toBeUndefined();
    await expect(checkGradient(shallow, [plain, padded], { engine })).rejects.toThrow(
      'Conv of float32[1,1,3,3], float32[1,1,2,2] constant pads=[1,1,0,0] group=1',
    );
  });
});

test('a wrong reference forward is found', async () => {
  const forward: Forward = ([x]) => mapTensor(x!, Math.abs);
  await expect(checkGradient(Relu, [{ inputs: [{ shape: [8] }] }], { engine, forward })).rejects.toThrow(
    /Relu of float32\[8\]: the reference forward is \S+ \(relative L2\) away from the runtime's output/,
  );
});

test('an operator of one’s own is checked against one’s own forward', async () => {
  const Neg: GradientRule = { op: 'Neg', backward: ({ g, cotangents: [dy] }) => [g.unary('Neg', dy!)] };
  const cases = [{ inputs: [{ shape: [2, 2] }] }];
  await expect(checkGradient({ ...Neg, op: 'test.Own' }, cases, { engine })).rejects.toThrow(
    'no reference forward of test.Own',
  );
  const forward: Forward = ([x]) => mapTensor(x!, (value) => -value);
  await expect(checkGradient(Neg, cases, { engine, forward })).resolves.toBeUndefined();
  const doubled: Forward = ([x]) => mapTensor(x!, (value) => -2 * value);
  await expect(checkGradient(Neg, cases, { engine, forward: doubled })).rejects.toThrow('the reference forward is');
});
