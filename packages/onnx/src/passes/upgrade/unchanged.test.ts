import { type Attribute, float, int, ints, string } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { floats, integers } from '../../../../../tests/support/runGraph.ts';
import { expectSameOutputs, oldNode } from '../../../../../tests/support/upgradeCases.ts';
import type { Tensor } from '../../ir.ts';

/** Operators of classifiers that no upgrade touches: ONNX Runtime must compute the same for both operator sets. */
interface Case {
  readonly from: number;
  readonly op: string;
  readonly shape?: readonly number[];
  readonly attributes?: Record<string, Attribute>;
  readonly constants?: readonly Tensor[];
}

const window = { kernel_shape: ints([3, 3]), strides: ints([2, 2]) };
const padded = { ...window, pads: ints([1, 1, 1, 1]) };
const filters = floats(
  'w',
  [2, 2, 3, 3],
  Array.from({ length: 36 }, (_, i) => ((i * 7) % 11) / 10 - 0.5),
);
const matrix = floats(
  'w',
  [5, 3],
  Array.from({ length: 15 }, (_, i) => ((i * 5) % 7) / 3 - 1),
);
const row = floats('r', [5], [1, -2, 0.5, 3, -0.25]);
const image = [1, 2, 6, 7];
const positions = (...values: number[]) => integers('i', values);
const vectors: Case[] = ['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Sum', 'Mean', 'PRelu'].map((op) => ({
  from: 8,
  op,
  constants: [row],
}));
const units: Case[] = [
  ...['Relu', 'Sigmoid', 'Tanh', 'Softplus', 'Softsign', 'Elu', 'Selu', 'LeakyRelu', 'HardSigmoid'],
  ...['Abs', 'Neg', 'Exp', 'Floor', 'Ceil', 'Identity', 'Flatten', 'Transpose', 'Sin', 'Cos', 'Atan', 'Reciprocal'],
].map((op) => ({ from: 7, op }));

const empty = (name: string) => floats(name, [0], []);
const resized = [empty('roi'), floats('scales', [4], [1, 1, 1.5, 0.6])];
const sized = [empty('roi'), empty('scales'), { ...positions(1, 2, 4, 9), name: 'sizes' }];
const resizes: Case[] = [
  {},
  { coordinate_transformation_mode: string('asymmetric'), nearest_mode: string('floor') },
  { coordinate_transformation_mode: string('tf_half_pixel_for_nn') },
  { mode: string('linear'), coordinate_transformation_mode: string('align_corners') },
  { mode: string('linear'), coordinate_transformation_mode: string('pytorch_half_pixel') },
  { mode: string('cubic'), cubic_coeff_a: float(-0.5), exclude_outside: int(1) },
].flatMap((attributes) =>
  [resized, sized].map((constants) => ({ from: 11, op: 'Resize', shape: image, attributes, constants })),
);

const cases: Case[] = [
  ...resizes,
  ...units,
  ...vectors,
  { from: 9, op: 'Erf' },
  { from: 9, op: 'Sign' },
  { from: 12, op: 'Celu' },
  { from: 14, op: 'HardSwish' },
  { from: 10, op: 'ThresholdedRelu', attributes: { alpha: float(0.5) } },
  { from: 7, op: 'Add', constants: [row] },
  { from: 7, op: 'PRelu', constants: [row] },
  {
    from: 7,
    op: 'Gemm',
    constants: [matrix, floats('c', [3], [1, 2, 3])],
    attributes: { alpha: float(0.5), beta: float(2) },
  },
  { from: 7, op: 'Gemm', constants: [matrix, floats('c', [1, 1], [1])] },
  { from: 11, op: 'Gemm', constants: [matrix] },
  { from: 7, op: 'MatMul', constants: [matrix] },
  { from: 7, op: 'Conv', shape: image, constants: [filters], attributes: { pads: ints([1, 1, 1, 1]) } },
  {
    from: 7,
    op: 'Conv',
    shape: image,
    constants: [filters],
    attributes: { auto_pad: string('SAME_UPPER'), strides: ints([2, 2]) },
  },
  { from: 7, op: 'ConvTranspose', shape: image, constants: [filters], attributes: { strides: ints([2, 2]) } },
  { from: 7, op: 'MaxPool', shape: image, attributes: padded },
  { from: 8, op: 'MaxPool', shape: image, attributes: { ...window, auto_pad: string('SAME_LOWER') } },
  { from: 10, op: 'MaxPool', shape: image, attributes: { ...padded, ceil_mode: int(1) } },
  { from: 7, op: 'AveragePool', shape: image, attributes: padded },
  { from: 7, op: 'AveragePool', shape: image, attributes: { ...padded, count_include_pad: int(1) } },
  { from: 7, op: 'AveragePool', shape: image, attributes: { ...window, auto_pad: string('SAME_UPPER') } },
  { from: 10, op: 'AveragePool', shape: image, attributes: { ...padded, ceil_mode: int(1) } },
  {
    from: 10,
    op: 'AveragePool',
    shape: image,
    attributes: { ...padded, ceil_mode: int(1), count_include_pad: int(1) },
  },
  { from: 7, op: 'LpPool', shape: image, attributes: { ...padded, p: int(2) } },
  { from: 11, op: 'LpPool', shape: image, attributes: { ...window, p: int(1) } },
  { from: 7, op: 'GlobalAveragePool', shape: image },
  { from: 7, op: 'GlobalMaxPool', shape: image },
  { from: 7, op: 'GlobalLpPool', shape: image, attributes: { p: int(2) } },
  { from: 7, op: 'LRN', shape: image, attributes: { size: int(3) } },
  {
    from: 7,
    op: 'InstanceNormalization',
    shape: image,
    constants: [floats('s', [2], [1, 2]), floats('b', [2], [0, 1])],
  },
  { from: 7, op: 'LpNormalization', shape: [2, 5] },
  { from: 9, op: 'MeanVarianceNormalization', shape: image },
  { from: 7, op: 'DepthToSpace', shape: [1, 8, 2, 3], attributes: { blocksize: int(2) } },
  { from: 11, op: 'DepthToSpace', shape: [1, 8, 2, 3], attributes: { blocksize: int(2), mode: string('CRD') } },
  { from: 7, op: 'SpaceToDepth', shape: [1, 2, 4, 6], attributes: { blocksize: int(2) } },
  { from: 7, op: 'Cast', attributes: { to: int(6) } },
  { from: 7, op: 'Gather', constants: [positions(1, 0)], attributes: { axis: int(1) } },
  { from: 11, op: 'Gather', constants: [positions(-1, 0)], attributes: { axis: int(1) } },
  { from: 7, op: 'Reshape', constants: [positions(0, -1, 5)] },
  { from: 7, op: 'Tile', constants: [positions(2, 1)] },
  { from: 8, op: 'Expand', constants: [positions(3, 2, 5)] },
  { from: 10, op: 'Slice', constants: [positions(1), { ...positions(5), name: 'e' }, { ...positions(1), name: 'a' }] },
  { from: 10, op: 'Mod', constants: [floats('m', [1], [1.5])], attributes: { fmod: int(1) } },
  {
    from: 11,
    op: 'CumSum',
    constants: [{ ...positions(1), dims: [] }],
    attributes: { reverse: int(1), exclusive: int(1) },
  },
  { from: 7, op: 'ArgMax', attributes: { axis: int(1) } },
  { from: 7, op: 'Pow', constants: [floats('p', [], [2])] },
  { from: 11, op: 'Round' },
];

describe.each(cases)('$op of operator set $from', ({ from, op, shape = [2, 5], attributes = {}, constants = [] }) => {
  test('means the same in operator set 18', async () => {
    const more = { extraInputs: constants.map(({ name }) => name), constants };
    const { operators } = await expectSameOutputs(oldNode(op, from, shape, attributes, more));
    expect(operators).toEqual([op]);
  });
});
