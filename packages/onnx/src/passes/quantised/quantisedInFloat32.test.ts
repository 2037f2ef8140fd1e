import { float, float32Tensor, int, ints, string } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { node, numbers } from '../../../../../tests/support/graphs.ts';
import {
  compareQuantised,
  engine,
  type QuantisedCase,
  quantiseX,
  scale,
  whole,
  wholes,
} from '../../../../../tests/support/quantisedCases.ts';

afterAll(() => engine.close());

const ms = 'com.microsoft';
/** x in about [-3, 3]; y from `r` with the scale 0.05. */
const dequantise = node('DequantizeLinear', ['r', 'sy', 'zy'], ['y']);
const parameters = [
  scale('sx', 0.031),
  whole('zx', 'uint8', [], [117]),
  scale('sy', 0.05),
  whole('zy', 'uint8', [], [128]),
];
const image = [1, 4, 6, 5];
const integerOperators = /QLinear|QGemm|Integer|QuantizeLinear|DynamicQuantize|DequantizeLinear/;

async function expectSame(quantisedCase: QuantisedCase, { different = 0.01, steps = 1.001, values = 20 } = {}) {
  const result = await compareQuantised(quantisedCase);
  expect(result.distinct).toBeGreaterThan(values);
  expect(result.largest).toBeLessThanOrEqual(steps);
  expect(result.different).toBeLessThanOrEqual(different);
  expect(result.operators.filter((op) => integerOperators.test(op))).toEqual([]);
  return result;
}

describe('quantise and dequantise', () => {
  it.each([
    ['uint8', 0.02, 100],
    ['uint8', 0.02, 0],
    ['int8', 0.02, -7],
    ['uint16', 1e-4, 30000],
    ['int16', 1e-4, 5],
    ['int4', 0.3, 1],
    ['uint4', 0.3, 7],
  ] as const)('%s with the scale %d and the zero point %d, beyond its limits too', async (type, s, zero) => {
    const nodes = [node('QuantizeLinear', ['x', 's', 'z'], ['q']), node('DequantizeLinear', ['q', 's', 'z'], ['y'])];
    const constants = [scale('s', s), whole('z', type, [], [zero])];
    const { different } = await compareQuantised({ shape: [500], nodes, constants, opset: 21, step: s });
    expect(different).toBe(0);
  });

  it('halves, to even before the zero point is added', async () => {
    const values = Array.from({ length: 80 }, (_, i) => (i - 40) / 2);
    const nodes = [node('QuantizeLinear', ['x', 's', 'z'], ['q']), node('DequantizeLinear', ['q', 's'], ['y'])];
    const constants = [scale('s', 1), whole('z', 'uint8', [], [7])];
    const { largest } = await compareQuantised({ shape: [80], values, nodes, constants, step: 1 });
    expect(largest).toBe(0);
  });

  it('without zero points, of an old operator set', async () => {
    const nodes = [node('QuantizeLinear', ['x', 's'], ['q']), node('DequantizeLinear', ['q', 's'], ['y'])];
    await expectSame({ shape: [99], nodes, constants: [scale('s', 0.02)], opset: 10, step: 0.02 }, { different: 0 });
  });

  it('a scale and a zero point for each channel', async () => {
    const nodes = [
      node('QuantizeLinear', ['x', 's', 'z'], ['q'], { axis: int(1) }),
      node('DequantizeLinear', ['q', 's', 'z'], ['y'], { axis: int(-3) }),
    ];
    const constants = [scale('s', 0.01, 0.02, 0.03, 0.04), whole('z', 'int8', [4], [0, -5, 100, -128])];
    await expectSame({ shape: image, nodes, constants, step: 0.01 }, { different: 0 });
  });

  it('a scale for each block', async () => {
    const attributes = { axis: int(1), block_size: int(4) };
    const nodes = [
      node('QuantizeLinear', ['x', 's', 'z'], ['q'], attributes),
      node('DequantizeLinear', ['q', 's', 'z'], ['y'], attributes),
    ];
    const constants = [
      float32Tensor('s', [3, 2], [0.01, 0.02, 0.03, 0.04, 0.05, 0.06]),
      whole('z', 'uint8', [3, 2], [1, 120, 128, 255, 0, 100]),
    ];
    await expectSame(
      { shape: [3, 6], values: numbers(18, 5, 3), nodes, constants, opset: 21, step: 0.01 },
      { different: 0, values: 10 },
    );
  });

  it('the runtime’s own operators', async () => {
    const nodes = [
      node('QuantizeLinear', ['x', 's', 'z'], ['q'], {}, ms),
      node('DequantizeLinear', ['q', 's', 'z'], ['y'], {}, ms),
    ];
    const constants = [scale('s', 1e-3), whole('z', 'int16', [], [-77])];
    await expectSame({ shape: [99], nodes, constants, step: 1e-3 }, { different: 0 });
  });
});

/**
 * Weights stay within 63: with 8-bit weights beyond, kernels of x86 processors without VNNI add two products in 16 bits, which
 * saturates (`reduce_range` of ONNX Runtime's quantiser is made for them).
 */
describe('integer kernels', () => {
  it.each([1, 2])('QLinearConv in %i groups, a scale for each filter, a bias, padding and strides', async (group) => {
    const nodes = [
      quantiseX,
      node('QLinearConv', ['q', 'sx', 'zx', 'w', 'sw', 'zw', 'sy', 'zy', 'b'], ['r'], {
        pads: ints([1, 1, 0, 1]),
        strides: ints([2, 1]),
        group: int(group),
      }),
      dequantise,
    ];
    const constants = [
      ...parameters,
      whole('w', 'int8', [8, 4 / group, 3, 3], wholes((288 * 1) / group, -63, 63, 3)),
      scale('sw', ...Array.from(numbers(8, 4, 0.002), (s) => Math.abs(s) + 0.001)),
      whole('zw', 'int8', [8], new Array(8).fill(0)),
      whole('b', 'int32', [8], wholes(8, -9000, 9000, 5)),
    ];
    await expectSame({ shape: [1, 4, 9, 8], nodes, constants, step: 0.05 });
  });

  it('QLinearConv of unsigned weights with a zero point, and no bias', async () => {
    const inputs = ['q', 'sx', 'zx', 'w', 'sw', 'zw', 'sy', 'zy'];
    const constants = [
      ...parameters,
      whole('w', 'uint8', [3, 4, 1, 1], wholes(12, 0, 255, 3)),
      scale('sw', 0.005),
      whole('zw', 'uint8', [], [99]),
    ];
    await expectSame({
      shape: image,
      nodes: [quantiseX, node('QLinearConv', inputs, ['r']), dequantise],
      constants,
      step: 0.05,
    });
  });

  it('QLinearMatMul', async () => {
    const inputs = ['q', 'sx', 'zx', 'w', 'sw', 'zw', 'sy', 'zy'];
    for (const [sw, zw] of [
      [scale('sw', 0.004), whole('zw', 'int8', [], [3])],
      [scale('sw', 0.004, 0.003, 0.002), whole('zw', 'int8', [3], [3, 0, -9])],
    ] as const) {
      const constants = [...parameters, whole('w', 'int8', [40, 3], wholes(120, -63, 63, 3)), sw, zw];
      const nodes = [quantiseX, node('QLinearMatMul', inputs, ['r']), dequantise];
      await expectSame({ shape: [2, 30, 40], nodes, constants, step: 0.05 });
    }
  });

  it('QLinearMatMul of two images, and int8', async () => {
    const nodes = [
      node('QuantizeLinear', ['x', 'sx', 'zx'], ['q']),
      node('Transpose', ['q'], ['t'], { perm: ints([1, 0]) }),
      node('QLinearMatMul', ['q', 'sx', 'zx', 't', 'sx', 'zx', 'sy', 'zy'], ['r']),
      dequantise,
    ];
    const constants = [
      scale('sx', 0.031),
      whole('zx', 'int8', [], [9]),
      scale('sy', 0.5),
      whole('zy', 'int8', [], [-3]),
    ];
    await expectSame({ shape: [12, 20], nodes, constants, step: 0.5 });
  });

  it.each([0, 1])('QGemm, quantised and not, transB = %i', async (transB) => {
    const attributes = { transB: int(transB), alpha: float(0.5) };
    const constants = [
      ...parameters,
      whole('w', 'int8', transB ? [7, 40] : [40, 7], wholes(280, -63, 63, 3)),
      scale('sw', ...Array.from(numbers(7, 4, 0.002), (s) => Math.abs(s) + 0.001)),
      whole('zw', 'int8', [7], [0, 0, 0, 0, 0, 0, 0]),
      whole('b', 'int32', [7], wholes(7, -900, 900, 5)),
    ];
    const inputs = ['q', 'sx', 'zx', 'w', 'sw', 'zw', 'b'];
    const quantisedNodes = [quantiseX, node('QGemm', [...inputs, 'sy', 'zy'], ['r'], attributes, ms), dequantise];
    await expectSame({ shape: [30, 40], nodes: quantisedNodes, constants, step: 0.05 });
    const plain = [quantiseX, node('QGemm', inputs, ['y'], attributes, ms)];
    await expectSame({ shape: [30, 40], nodes: plain, constants, step: 1e-2 });
  });

  it.each(['QLinearAdd', 'QLinearMul'])('%s', async (op) => {
    const nodes = [
      quantiseX,
      node('Transpose', ['q'], ['t'], { perm: ints([1, 0]) }),
      node(op, ['q', 'sx', 'zx', 't', 'st', 'zx', 'sy', 'zy'], ['r'], {}, ms),
      dequantise,
    ];
    const constants = [...parameters, scale('st', 0.02)];
    await expectSame({ shape: [20, 20], nodes, constants, step: 0.05 });
  });

  it('QLinearAdd of a constant that broadcasts', async () => {
    const nodes = [
      quantiseX,
      node('QLinearAdd', ['q', 'sx', 'zx', 'c', 'sc', 'zx', 'sy', 'zy'], ['r'], {}, ms),
      dequantise,
    ];
    const constants = [...parameters, whole('c', 'uint8', [20], wholes(20, 0, 255, 8)), scale('sc', 0.011)];
    await expectSame({ shape: [20, 20], nodes, constants, step: 0.05 });
  });

  it.each([
    ['QLinearSigmoid', {}, 0.004, 0],
    ['QLinearLeakyRelu', { alpha: float(0.3) }, 0.03, 90],
    ['QLinearSoftmax', { axis: int(-1), opset: int(13) }, 2 ** -8, 0],
    ['QLinearSoftmax', { axis: int(2), opset: int(12) }, 2 ** -9, 0],
  ] as const)('%s %o', async (op, attributes, s, zero) => {
    const nodes = [quantiseX, node(op, ['q', 'sx', 'zx', 'sy', 'zy'], ['r'], attributes, ms), dequantise];
    const constants = [...parameters.slice(0, 2), scale('sy', s), whole('zy', 'uint8', [], [zero])];
    await expectSame({ shape: [2, 3, 4, 5], nodes, constants, step: s }, { different: 0.02, values: 10 });
  });

  it.each([0, 1])('average pools, channels last = %i', async (last) => {
    const shape = last ? [2, 8, 7, 16] : [2, 16, 8, 7];
    const constants = [...parameters.slice(0, 2), scale('sy', 0.02), whole('zy', 'uint8', [], [120])];
    const all = node(
      'QLinearGlobalAveragePool',
      ['q', 'sx', 'zx', 'sy', 'zy'],
      ['r'],
      { channels_last: int(last) },
      ms,
    );
    await expectSame({ shape, nodes: [quantiseX, all, dequantise], constants, step: 0.02 });
    const attributes = {
      kernel_shape: ints([3, 2]),
      pads: ints([1, 0, 1, 1]),
      strides: ints([2, 1]),
      channels_last: int(last),
    };
    const some = node('QLinearAveragePool', ['q', 'sx', 'zx', 'sy', 'zy'], ['r'], attributes, ms);
    await expectSame({ shape, nodes: [quantiseX, some, dequantise], constants, step: 0.02 });
  });

  it('QLinearConcat', async () => {
    const inputs = ['sy', 'zy', 'q', 'sx', 'zx', 'c', 'sc', 'zx', 'q', 'sc', 'zx'];
    const nodes = [quantiseX, node('QLinearConcat', inputs, ['r'], { axis: int(1) }, ms), dequantise];
    const constants = [...parameters, whole('c', 'uint8', [20, 3], wholes(60, 0, 255, 8)), scale('sc', 0.011)];
    await expectSame({ shape: [20, 20], nodes, constants, step: 0.05 });
  });

  it('QLinearWhere', async () => {
    const nodes = [
      quantiseX,
      node('Greater', ['x', 'zero'], ['c']),
      node('QLinearWhere', ['c', 'q', 'sx', 'zx', 'k', 'sk', 'zx', 'sy', 'zy'], ['r'], {}, ms),
      dequantise,
    ];
    const constants = [...parameters, whole('k', 'uint8', [], [3]), scale('sk', 0.011), float32Tensor('zero', [], [0])];
    await expectSame({ shape: [20, 20], nodes, constants, step: 0.05 });
  });
});

describe('dynamic quantisation', () => {
  it('DynamicQuantizeLinear, MatMulInteger and a bias in float32', async () => {
    const nodes = [
      node('DynamicQuantizeLinear', ['x'], ['q', 's', 'z']),
      node('MatMulInteger', ['q', 'w', 'z', 'zw'], ['sums']),
      node('Cast', ['sums'], ['float'], { to: int(1) }),
      node('Mul', ['s', 'sw'], ['factor']),
      node('Mul', ['float', 'factor'], ['product']),
      node('Add', ['product', 'b'], ['y']),
    ];
    const constants = [
      whole('w', 'int8', [40, 3], wholes(120, -63, 63, 3)),
      whole('zw', 'int8', [3], [3, 0, -9]),
      scale('sw', 0.004, 0.003, 0.002),
      float32Tensor('b', [3], [1, 2, 3]),
    ];
    await expectSame({ shape: [30, 40], nodes, constants, step: 1e-2 });
  });

  it('of an input that is nothing but zeros, or positive', async () => {
    const nodes = [
      node('DynamicQuantizeLinear', ['x'], ['q', 's', 'z']),
      node('DequantizeLinear', ['q', 's', 'z'], ['y']),
    ];
    for (const values of [new Float32Array(30), numbers(30, 3).map((x) => x * x)]) {
      const { different, operators } = await compareQuantised({ shape: [30], values, nodes, step: 1 / 255 });
      expect(different).toBe(0);
      expect(operators).not.toContain('DynamicQuantizeLinear');
    }
  });

  it('ConvInteger', async () => {
    const nodes = [
      node('DynamicQuantizeLinear', ['x'], ['q', 's', 'z']),
      node('ConvInteger', ['q', 'w', 'z', 'zw'], ['sums'], { pads: ints([1, 1, 1, 1]) }),
      node('Cast', ['sums'], ['float'], { to: int(1) }),
      node('Mul', ['float', 's'], ['y']),
    ];
    const constants = [whole('w', 'uint8', [3, 4, 3, 3], wholes(108, 0, 255, 3)), whole('zw', 'uint8', [], [120])];
    await expectSame({ shape: image, nodes, constants, step: 1 });
  });

  it('DynamicQuantizeMatMul and MatMulIntegerToFloat', async () => {
    const constants = [
      whole('w', 'int8', [40, 3], wholes(120, -63, 63, 3)),
      scale('sw', 0.004, 0.003, 0.002),
      whole('zw', 'int8', [3], [3, 0, -9]),
      float32Tensor('b', [3], [1, 2, 3]),
    ];
    const fused = [node('DynamicQuantizeMatMul', ['x', 'w', 'sw', 'zw', 'b'], ['y'], {}, ms)];
    await expectSame({ shape: [30, 40], nodes: fused, constants, step: 1e-2 });
    const apart = [
      node('DynamicQuantizeLinear', ['x'], ['q', 's', 'z']),
      node('MatMulIntegerToFloat', ['q', 'w', 's', 'sw', 'z', 'zw', 'b'], ['y'], {}, ms),
    ];
    await expectSame({ shape: [30, 40], nodes: apart, constants, step: 1e-2 });
  });
});

describe('integers that only move', () => {
  const steps: readonly (readonly [
    name: string,
    op: string,
    inputs: string[],
    outputs: string[],
    attributes?: Parameters<typeof node>[3],
  ])[] = [
    ['MaxPool', 'MaxPool', ['q'], ['r'], { kernel_shape: ints([2, 2]), pads: ints([1, 0, 0, 1]) }],
    ['Reshape', 'Reshape', ['q', 'flat'], ['r']],
    ['Transpose', 'Transpose', ['q'], ['r'], { perm: ints([0, 2, 3, 1]) }],
    ['Concat', 'Concat', ['q', 'k', 'q'], ['r'], { axis: int(1) }],
    ['Pad', 'Pad', ['q', 'pads', 'three'], ['r']],
    ['Pad with 0', 'Pad', ['q', 'pads'], ['r']],
    ['Clip', 'Clip', ['q', 'three', 'many'], ['r']],
    ['Gather', 'Gather', ['q', 'index'], ['r'], { axis: int(2) }],
    ['Resize to the nearest', 'Resize', ['q', '', 'twice'], ['r'], {}],
    ['Resize linear', 'Resize', ['q', '', 'twice'], ['r'], { mode: string('linear') }],
    ['Max', 'Max', ['q', 'k'], ['r']],
    ['Where', 'Where', ['c', 'q', 'k'], ['r']],
  ];
  it.each(steps.map(([name, ...parts]) => ({ name, parts })))('$name', async ({ parts }) => {
    const nodes = [quantiseX, node('Greater', ['x', 'zero'], ['c']), node(...parts), dequantise];
    const constants = [
      ...parameters,
      whole('k', 'uint8', image, wholes(120, 0, 255, 8)),
      whole('three', 'uint8', [], [3]),
      whole('many', 'uint8', [], [200]),
      float32Tensor('twice', [4], [1, 1, 1.5, 2]),
      float32Tensor('zero', [], [0]),
      { ...whole('flat', 'int32', [4], [2, 0, 60, 0]), type: 'int64' as const, dims: [2], name: 'flat' },
      {
        ...whole('pads', 'int32', [16], [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0]),
        type: 'int64' as const,
        dims: [8],
      },
      { ...whole('index', 'int32', [4], [3, 0, 1, 0]), type: 'int64' as const, dims: [2] },
    ];
    await expectSame({ shape: image, nodes, constants, step: 0.05 }, { different: 0 });
  });

  it('int8 through Relu and a linear Resize of negative numbers', async () => {
    const constants = [
      scale('sx', 0.031),
      whole('zx', 'int8', [], [5]),
      scale('sy', 0.05),
      whole('zy', 'int8', [], [0]),
      float32Tensor('twice', [4], [1, 1, 1.5, 2]),
    ];
    for (const between of [
      [node('Relu', ['q'], ['r'])],
      [node('Resize', ['q', '', 'twice'], ['r'], { mode: string('linear') })],
    ]) {
      const nodes = [quantiseX, ...between, dequantise];
      await expectSame({ shape: image, nodes, constants, step: 0.05 }, { different: 0 });
    }
  });
});
