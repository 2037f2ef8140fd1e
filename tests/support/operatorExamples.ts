import type { GradientCase } from '@smoothgrad/autodiff/testing';
import {
  type Attribute,
  type ElementType,
  float,
  type GraphNode,
  int,
  ints,
  string,
  type ValueInfo,
} from '@smoothgrad/onnx';
import { node, numbers } from './graphs.ts';

/** One use of an operator, as image classifiers have it. */
export interface OperatorExample extends GradientCase {
  /** The nodes that make `y` of the inputs `x0`, `x1` …, where it takes more than one. */
  readonly nodes?: readonly GraphNode[];
  /** What must be known before the run, for operators that are written out of the graph where it is. */
  readonly where?: string;
}

const map = { shape: [1, 4, 6, 6] };
const rows = { shape: [2, 6] };
const rows32 = { shape: [2, 32] };
const tokens = { shape: [1, 4, 8] };
const fixed = (shape: readonly number[], seed = 3) => ({ shape, constant: true, values: numbers(size(shape), seed) });
const size = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
const whole = (...values: number[]) => ({ type: 'int64', shape: [values.length], values, constant: true }) as const;
const single = (value: number) => ({ shape: [], values: [value], constant: true });
const int32 = (shape: readonly number[], value: number) =>
  ({ type: 'int32', shape, values: Array(size(shape)).fill(value), constant: true }) as const;
const bytes = (shape: readonly number[], value = 100) =>
  ({ type: 'uint8', shape, values: Array(size(shape)).fill(value), constant: true }) as const;
const between = (low: number, high: number) => ({
  shape: [2, 6],
  values: numbers(12, 9).map((value) => low + ((value + 1) / 2) * (high - low)),
});

const of = (...inputs: GradientCase['inputs']): OperatorExample => ({ inputs });
const each = (names: string, example: OperatorExample) =>
  Object.fromEntries(names.split(' ').map((name) => [name, example]));

const microsoft = (examples: Readonly<Record<string, OperatorExample>>) =>
  Object.fromEntries(Object.entries(examples).map(([name, example]) => [`com.microsoft.${name}`, example]));

const eachOf = (names: string, make: (op: string) => OperatorExample) =>
  Object.fromEntries(names.split(' ').map((name) => [name, make(name)]));

const elementwise = {
  ...each(
    'Abs Asinh Atan Ceil Celu Cos Cosh Elu Erf Exp Floor HardSigmoid HardSwish Identity LeakyRelu Mish',
    of(rows),
  ),
  ...each('Neg Relu Round Selu Shrink Sigmoid Sign Sin Sinh Softplus Softsign Tan Tanh ThresholdedRelu', of(rows)),
  Gelu: { ...of(rows), opset: 20 },
  Swish: { ...of(rows), opset: 24 },
  ...each('Acos Asin Atanh', of(between(-0.9, 0.9))),
  Acosh: of(between(1.1, 3)),
  ...each('Log Sqrt Reciprocal', of(between(0.5, 3))),
  ...each('Hardmax LogSoftmax Softmax', of(rows)),
  ...each('Add Sub Mul Div', of(rows, between(1, 2))),
  ...each('Max Min Mean Sum', of(rows, between(-1, 1))),
  Pow: of(between(1, 2), single(2.5)),
  Mod: { ...of(rows, between(1, 2)), attributes: { fmod: int(1) } },
  PRelu: of(map, fixed([4, 1, 1])),
  Clip: of(rows, single(-1), single(1)),
  Where: of({ shape: [2, 6], type: 'bool', values: [1, 0, 1, 1, 0, 0, 0, 1, 0, 1, 1, 0], constant: true }, rows, rows),
  Cast: { ...of(rows), attributes: { to: int(1) } },
  CastLike: of(rows, { shape: [1], constant: true }),
  Dropout: of(rows),
} satisfies Record<string, OperatorExample>;

const reductions = {
  ...each('ReduceL1 ReduceL2 ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd', of(rows, whole(1))),
  ...each('ReduceSum ReduceSumSquare', of(rows, whole(1))),
  ReduceLogSum: of(between(1, 2), whole(1)),
  CumSum: of(rows, { ...whole(1), shape: [] }),
  TopK: { ...of(rows, whole(2)), outputs: ['y', 'i'] },
};

const movement = {
  CenterCropPad: { ...of(map, whole(4, 8)), attributes: { axes: ints([2, 3]) } },
  Concat: { ...of(map, map), attributes: { axis: int(1) } },
  ...each('DepthToSpace SpaceToDepth', { ...of(map), attributes: { blocksize: int(2) } }),
  Expand: of({ shape: [2, 1] }, whole(2, 6)),
  Flatten: of(map),
  Gather: { ...of(rows, whole(2, 0, 2)), attributes: { axis: int(1) } },
  GatherElements: {
    ...of(rows, { type: 'int64', shape: [2, 2], values: [0, 5, 2, 2], constant: true }),
    attributes: { axis: int(1) },
  },
  GatherND: of(rows, { type: 'int64', shape: [2, 2], values: [0, 5, 1, 2], constant: true }),
  Pad: of(map, whole(0, 0, 1, 1, 0, 0, 1, 1)),
  Reshape: of(map, whole(1, -1)),
  ReverseSequence: { ...of(rows, whole(6, 3)), attributes: { batch_axis: int(0), time_axis: int(1) } },
  ScatterElements: {
    ...of(rows, { type: 'int64', shape: [2, 1], values: [0, 5], constant: true }, { shape: [2, 1] }),
    attributes: { axis: int(1) },
  },
  ScatterND: of(rows, { type: 'int64', shape: [1, 1], values: [1], constant: true }, { shape: [1, 6] }),
  Slice: of(rows, whole(1), whole(5), whole(1)),
  Split: {
    ...of(rows),
    nodes: [node('Split', ['x0'], ['a', 'b'], { axis: int(1), num_outputs: int(2) }), node('Mul', ['a', 'b'], ['y'])],
  },
  Squeeze: of({ shape: [1, 6] }, whole(0)),
  Unsqueeze: of(rows, whole(1)),
  Tile: of(rows, whole(2, 2)),
  Transpose: { ...of(map), attributes: { perm: ints([0, 2, 3, 1]) } },
  Trilu: of({ shape: [4, 4] }),
  Resize: {
    ...of(map, undefined, { ...single(1), shape: [4], values: [1, 1, 2, 2] }),
    attributes: { mode: string('linear') },
  },
  Scatter: {
    ...of(rows, { type: 'int64', shape: [2, 1], values: [0, 5], constant: true }, { shape: [2, 1] }),
    attributes: { axis: int(1) },
    opset: 9,
  },
  Upsample: { ...of(map, { ...single(1), shape: [4], values: [1, 1, 2, 2] }), opset: 9 },
} satisfies Record<string, OperatorExample>;

const graph = (
  inputs: readonly ValueInfo[],
  outputs: readonly string[],
  ...nodes: readonly GraphNode[]
): Attribute => ({
  kind: 'graph',
  value: {
    name: outputs.join(),
    inputs,
    outputs: outputs.map((name) => ({ name })),
    nodes,
    initializers: new Map(),
  },
});

const input = (name: string, elementType: ElementType, shape: readonly number[]) => ({
  name,
  type: { elementType, shape },
});

const bodies = {
  then_branch: graph([], ['a'], node('Relu', ['x0'], ['a'])),
  else_branch: graph([], ['b'], node('Neg', ['x0'], ['b'])),
};
const body = graph(
  [input('i', 'int64', []), input('before', 'bool', []), input('v', 'float32', rows.shape)],
  ['after', 'w'],
  node('Identity', ['before'], ['after']),
  node('Sin', ['v'], ['w']),
);
const known = 'where the sequence is put together and taken apart at known places';

const resolved = {
  Compress: {
    ...of(rows, { shape: [6], type: 'bool', values: [1, 0, 1, 1, 0, 0], constant: true }),
    attributes: { axis: int(1) },
    where: 'where the condition is a constant',
  },
  If: {
    ...of(rows, { shape: [], type: 'bool', values: [1], constant: true }),
    nodes: [node('If', ['x1'], ['y'], bodies)],
    where: 'where the condition does not depend on the image: the branch that is taken',
  },
  Loop: {
    ...of(rows, { ...whole(3), shape: [] }),
    nodes: [node('Loop', ['x1', '', 'x0'], ['y'], { body })],
    where: 'where the number of rounds does not depend on the image, and no condition ends it',
  },
  ...each('SplitToSequence SequenceAt', {
    ...of(rows, { ...whole(1), shape: [] }),
    nodes: [
      node('SplitToSequence', ['x0', 'x1'], ['parts'], { axis: int(1) }),
      node('SequenceAt', ['parts', 'x1'], ['y']),
    ],
    where: known,
  }),
  ...each('SequenceConstruct ConcatFromSequence', {
    ...of(rows, rows),
    nodes: [
      node('SequenceConstruct', ['x0', 'x1'], ['parts']),
      node('ConcatFromSequence', ['parts'], ['y'], { axis: int(1) }),
    ],
    where: known,
  }),
  ...each('SequenceEmpty SequenceInsert SequenceErase', {
    ...of(rows, { ...whole(0), shape: [] }),
    nodes: [
      node('SequenceEmpty', [], ['none']),
      node('SequenceInsert', ['none', 'x0'], ['one']),
      node('SequenceInsert', ['one', 'x0'], ['two']),
      node('SequenceErase', ['two', 'x1'], ['rest']),
      node('ConcatFromSequence', ['rest'], ['y'], { axis: int(1) }),
    ],
    where: known,
  }),
} satisfies Record<string, OperatorExample>;

const window = { kernel_shape: ints([3, 3]), pads: ints([1, 1, 1, 1]), strides: ints([2, 2]) };
const grid = { shape: [1, 3, 3, 2], values: numbers(18, 5, 0.7) };

const layers = {
  ...each('AveragePool LpPool MaxPool', { ...of(map), attributes: window }),
  ...each('GlobalAveragePool GlobalLpPool GlobalMaxPool', of(map)),
  BatchNormalization: of(map, fixed([4], 1), fixed([4], 2), fixed([4], 3), { ...fixed([4]), values: [1, 2, 1, 3] }),
  Conv: { ...of(map, { shape: [5, 4, 3, 3] }), attributes: { pads: ints([1, 1, 1, 1]) } },
  ConvTranspose: { ...of(map, { shape: [4, 3, 2, 2] }), attributes: { strides: ints([2, 2]) } },
  Einsum: { ...of(tokens, tokens), attributes: { equation: string('bik,bjk->bij') } },
  Gemm: { ...of(rows, { shape: [5, 6] }, { shape: [5] }), attributes: { transB: int(1) } },
  MatMul: of(tokens, { shape: [8, 5] }),
  InstanceNormalization: of(map, { shape: [4] }, { shape: [4] }),
  LayerNormalization: of(tokens, { shape: [8] }, { shape: [8] }),
  LRN: { ...of(map), attributes: { size: int(3) } },
  Attention: { ...of(...Array(3).fill({ shape: [1, 2, 5, 4] })), opset: 23 },
  AffineGrid: { ...of({ shape: [1, 2, 3] }, whole(1, 3, 4, 5)), opset: 20 },
  Col2Im: { ...of({ shape: [1, 8, 9] }, whole(6, 6), whole(2, 2)), attributes: { strides: ints([2, 2]) } },
  GridSample: { ...of(map, grid), opset: 20, attributes: { mode: string('linear') } },
  GroupNormalization: {
    ...of(map, { shape: [4] }, { shape: [4] }),
    opset: 21,
    attributes: { num_groups: int(2) },
  },
  LpNormalization: of(rows),
  MeanVarianceNormalization: of(map),
  RMSNormalization: { ...of(tokens, { shape: [8] }), opset: 23 },
  RotaryEmbedding: { ...of({ shape: [1, 2, 3, 4] }, fixed([1, 3, 2]), fixed([1, 3, 2], 4)), opset: 23 },
  SimplifiedLayerNormalization: of(tokens, { shape: [8] }),
} satisfies Record<string, OperatorExample>;

const attended = { shape: [1, 5, 8] };
const heads = { num_heads: int(2) };

const fused = microsoft({
  Attention: { ...of(attended, { shape: [8, 24] }, { shape: [24] }), attributes: heads },
  BiasGelu: of(tokens, { shape: [8] }),
  FastGelu: of(tokens, { shape: [8] }),
  FusedConv: { ...of(map, { shape: [5, 4, 3, 3] }), attributes: { activation: string('Relu') } },
  FusedGemm: { ...of(rows, { shape: [6, 5] }, { shape: [5] }), attributes: { activation: string('Relu') } },
  FusedMatMul: { ...of(tokens, tokens), attributes: { transB: int(1), alpha: float(0.5) } },
  Gelu: of(tokens),
  GridSample: of(map, grid),
  GroupQueryAttention: {
    ...of(attended, { shape: [1, 5, 4] }, { shape: [1, 5, 4] }, undefined, undefined, int32([1], 4), int32([], 5)),
    attributes: { ...heads, kv_num_heads: int(1) },
  },
  MatMulNBits: {
    ...of(rows32, bytes([3, 1, 16]), { ...fixed([3]), values: [0.1, 0.2, 0.1] }),
    attributes: { K: int(32), N: int(3), bits: int(4), block_size: int(32) },
  },
  MultiHeadAttention: { ...of(attended, attended, attended), attributes: heads },
  QuickGelu: of(tokens),
  RotaryEmbedding: of(
    { shape: [1, 2, 3, 4] },
    { type: 'int64', shape: [1], values: [0], constant: true },
    fixed([3, 2]),
    fixed([3, 2], 4),
  ),
  SkipLayerNormalization: of(tokens, tokens, { shape: [8] }, { shape: [8] }),
  SkipSimplifiedLayerNormalization: of(tokens, tokens, { shape: [8] }),
  TransposeMatMul: { ...of(tokens, tokens), attributes: { transB: int(1) } },
});

/** The image in whole numbers first, an operator on them, and back: a scale `x1` and a zero point `x2` serve them all. */
function quantised(shape: readonly number[], last: GraphNode, ...more: GradientCase['inputs']): OperatorExample {
  return {
    ...of({ shape }, single(0.02), { type: 'uint8', shape: [], values: [120], constant: true }, ...more),
    nodes: [
      node('QuantizeLinear', ['x0', 'x1', 'x2'], ['q']),
      last,
      ...(last.outputs[0] === 'y' ? [] : [node('DequantizeLinear', ['r', 'x1', 'x2'], ['y'])]),
    ],
  };
}

const q = ['q', 'x1', 'x2'];
const out = ['x1', 'x2'];
const ms = (op: string, inputs: readonly string[], attributes = {}) =>
  node(op, inputs, ['r'], attributes, 'com.microsoft');
const weights = { ...bytes([5, 4, 3, 3]), values: numbers(180, 4).map((value) => Math.round(120 + 100 * value)) };
const matrix = { ...bytes([6, 5]), values: numbers(30, 4).map((value) => Math.round(120 + 100 * value)) };
const plain = [2, 6];

const quantisation = {
  ...each('QuantizeLinear DequantizeLinear', quantised(plain, node('Identity', ['q'], ['r']))),
  DynamicQuantizeLinear: {
    ...of(rows),
    nodes: [node('DynamicQuantizeLinear', ['x0'], ['q', 's', 'z']), node('DequantizeLinear', ['q', 's', 'z'], ['y'])],
  },
  QLinearConv: quantised(map.shape, node('QLinearConv', [...q, 'x3', ...out, ...out], ['r']), weights),
  QLinearMatMul: quantised(plain, node('QLinearMatMul', [...q, 'x3', ...out, ...out], ['r']), matrix),
  ConvInteger: integer(map.shape, node('ConvInteger', ['q', 'x1', 'z'], ['i']), weights),
  MatMulInteger: integer(plain, node('MatMulInteger', ['q', 'x1', 'z'], ['i']), matrix),
};

/** Sums of whole numbers, as dynamic quantisation writes them. */
function integer(
  shape: readonly number[],
  product: GraphNode,
  factor: GradientCase['inputs'][number],
): OperatorExample {
  return {
    ...of({ shape }, factor),
    nodes: [
      node('DynamicQuantizeLinear', ['x0'], ['q', 's', 'z']),
      product,
      node('Cast', ['i'], ['f'], { to: int(1) }),
      node('Mul', ['f', 's'], ['y']),
    ],
  };
}

const microsoftQuantisation = microsoft({
  DynamicQuantizeMatMul: of(rows, matrix, single(0.02), { type: 'uint8', shape: [], values: [120], constant: true }),
  MatMulIntegerToFloat: quantised(
    plain,
    { ...ms('MatMulIntegerToFloat', ['q', 'x3', 'x1', 'x1', 'x2', 'x2']), outputs: ['y'] },
    matrix,
  ),
  ...each('QuantizeLinear DequantizeLinear', {
    ...of(rows, single(0.02), { type: 'uint8', shape: [], values: [120], constant: true }),
    nodes: [
      node('QuantizeLinear', ['x0', 'x1', 'x2'], ['q'], {}, 'com.microsoft'),
      node('DequantizeLinear', ['q', 'x1', 'x2'], ['y'], {}, 'com.microsoft'),
    ],
  }),
  QGemm: quantised(plain, ms('QGemm', [...q, 'x3', ...out, '', ...out]), matrix),
  ...eachOf('QLinearAdd QLinearMul', (op) => quantised(plain, ms(op, [...q, ...q, ...out]))),
  QLinearAveragePool: quantised(map.shape, ms('QLinearAveragePool', [...q, ...out], { kernel_shape: ints([2, 2]) })),
  QLinearConcat: quantised(plain, ms('QLinearConcat', [...out, ...q, ...q], { axis: int(1) })),
  QLinearGlobalAveragePool: quantised(map.shape, ms('QLinearGlobalAveragePool', [...q, ...out])),
  ...eachOf('QLinearLeakyRelu QLinearSigmoid', (op) => quantised(plain, ms(op, [...q, ...out]))),
  QLinearSoftmax: quantised(plain, ms('QLinearSoftmax', [...q, ...out], { opset: int(13), axis: int(1) })),
  QLinearWhere: quantised(plain, ms('QLinearWhere', ['x3', ...q, ...q, ...out]), {
    type: 'bool',
    shape: [1, 6],
    values: [1, 0, 1, 0, 1, 0],
    constant: true,
  }),
});

const learned = {
  'ai.onnx.ml.LinearClassifier': {
    ...of(rows),
    nodes: [
      node(
        'LinearClassifier',
        ['x0'],
        ['label', 'y'],
        {
          coefficients: { kind: 'floats', value: Array.from(numbers(18, 6)) } as const,
          intercepts: { kind: 'floats', value: [0.1, 0.2, 0.3] } as const,
          classlabels_ints: ints([0, 1, 2]),
        },
        'ai.onnx.ml',
      ),
    ],
  },
  'ai.onnx.ml.Normalizer': { ...of(rows), attributes: { norm: string('L2') } },
  'ai.onnx.ml.Scaler': {
    ...of(rows),
    attributes: {
      offset: { kind: 'floats', value: [0.5] } as const,
      scale: { kind: 'floats', value: [2] } as const,
    },
  },
} satisfies Record<string, OperatorExample>;

/** By operator, with its domain unless standard. */
export const operatorExamples: Readonly<Record<string, OperatorExample>> = {
  ...elementwise,
  ...reductions,
  ...movement,
  ...resolved,
  ...layers,
  ...fused,
  ...quantisation,
  ...microsoftQuantisation,
  ...learned,
};
