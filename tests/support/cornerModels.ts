import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { type Classifier, type ClassifierOptions, type GradientResult, openClassifier } from '@smoothgrad/attribution';
import {
  type Dimension,
  type Engine,
  float,
  float32Tensor,
  int,
  ints,
  type Model,
  readModel,
  type Tensor,
  writeModel,
} from '@smoothgrad/onnx';
import { type ModelProto, ModelProtoSchema } from 'onnx-buf';
import { expect } from 'vitest';
import { largestDifference } from './compare.ts';
import { type GraphParts, modelOf, node, numbers, weights } from './graphs.ts';
import { oneHot } from './models.ts';

export const CLASSES = 5;
export const SIDE = 8;
export const INPUT = 3 * SIDE * SIDE;

/** Weights of the plain network; `wide` and `head` are larger than what a reader copies into the graph. */
export const plainConstants: readonly Tensor[] = [
  weights('narrow', [6, 3, 3, 3], 1, 0.5),
  weights('wide', [16, 6, 3, 3], 2, 0.3),
  weights('head', [16, CLASSES], 3),
  weights('head_bias', [CLASSES], 4),
  float32Tensor('scale', [6], [1, 0.5, 1.5, -1, 2, 1]),
  weights('offset', [6], 5),
  weights('mean', [6], 6, 0.2),
  float32Tensor('variance', [6], [1, 2, 0.5, 1, 0.3, 4]),
  float32Tensor('zero', [], [0]),
  float32Tensor('six', [], [6]),
];

const pads = ints([1, 1, 1, 1]);

/** From `from` [N,3,8,8] to probabilities `p`: convolutions, normalisation, ReLU6, pooling, a linear layer, softmax. */
export function plainNodes(from = 'x') {
  return [
    node('Conv', [from, 'narrow'], ['c1'], { pads }),
    node('BatchNormalization', ['c1', 'scale', 'offset', 'mean', 'variance'], ['b1']),
    node('Clip', ['b1', 'zero', 'six'], ['r1']),
    node('MaxPool', ['r1'], ['m1'], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) }),
    node('Conv', ['m1', 'wide'], ['c2'], { pads }),
    node('Relu', ['c2'], ['r2']),
    node('GlobalAveragePool', ['r2'], ['g']),
    node('Flatten', ['g'], ['f']),
    node('Gemm', ['f', 'head', 'head_bias'], ['y']),
    node('Softmax', ['y'], ['p']),
  ];
}

/** The plain network, in one form or another. */
export function plainModel(parts: Partial<GraphParts> = {}, shape: readonly Dimension[] = ['N', 3, SIDE, SIDE]): Model {
  return modelOf({ inputs: { x: shape }, nodes: plainNodes(), outputs: ['p'], constants: plainConstants, ...parts });
}

/** Opens a model as the file it would be, its weights inside; `edit` changes that file. */
export function openAsFile(
  source: Model,
  engine: Engine,
  options: ClassifierOptions = {},
  edit: (proto: ModelProto) => void = () => {},
): Promise<Classifier> {
  const proto = fromBinary(ModelProtoSchema, writeModel(source, 'reference'));
  edit(proto);
  const bytes = toBinary(ModelProtoSchema, proto);
  const files = new Map([['model.onnx', bytes]]);
  return openClassifier(readModel(bytes, 'model.onnx'), engine, { weights: { files }, ...options });
}

/** A tensor of 8-bit numbers with the scale that stands for it best, and the float32 tensor it stands for. */
export function quantised(tensor: Tensor, values: Float32Array) {
  const scale = Math.fround(Math.max(...values.map(Math.abs)) / 127);
  const bytes = Int8Array.from(values, (value) => Math.round(value / scale));
  const { name, dims } = tensor;
  return {
    quantised: { name: `${name}_q`, type: 'int8', dims, data: { kind: 'inline', bytes: new Uint8Array(bytes.buffer) } },
    scale: float32Tensor(`${name}_scale`, [], [scale]),
    dequantised: float32Tensor(
      name,
      dims,
      Float32Array.from(bytes, (byte) => byte * scale),
    ),
  } as const;
}

export const input = numbers(INPUT, 21, 2);
export const toFloat = { to: int(1) };

export const target = oneHot(CLASSES, 2);

/** Gradients of target 2 at `input`, and their comparison. */
export function comparison(engine: Engine) {
  const gradientOf = async (model: Model): Promise<GradientResult> => {
    const classifier = await openAsFile(model, engine);
    const result = await classifier.gradient(input, target);
    await classifier.close();
    return result;
  };
  /** Closes the classifier. */
  const expectSame = async (classifier: Classifier, expected: GradientResult, x = input, tolerance = 1e-6) => {
    const result = await classifier.gradient(x, target);
    await classifier.close();
    expect(largestDifference(result.logits, expected.logits)).toBeLessThanOrEqual(tolerance);
    expect(largestDifference(result.gradient, expected.gradient)).toBeLessThanOrEqual(tolerance);
  };
  return { gradientOf, expectSame };
}

/** The plain constants without those of these names. */
export const without = (...names: string[]) => plainConstants.filter(({ name }) => !names.includes(name));

/** The plain network as exporters wrote it then, with nodes that do nothing in between. */
export function oldNodes(opset: number) {
  return [
    node('Pad', ['x'], ['padded'], {
      pads: ints([0, 0, 1, 0, 0, 0, 0, 1]),
      mode: { kind: 'string', value: new TextEncoder().encode('constant') },
    }),
    node('Conv', ['padded', 'narrow'], ['c1'], { pads: ints([0, 1, 1, 0]), kernel_shape: ints([3, 3]) }),
    node(
      'BatchNormalization',
      ['c1', 'scale', 'offset', 'mean', 'variance'],
      ['b1'],
      opset < 9 ? { spatial: int(1) } : {},
    ),
    node('Clip', ['b1'], ['r1'], { min: float(0), max: float(6) }),
    node('MaxPool', ['r1'], ['m1'], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) }),
    node('Dropout', ['m1'], ['d1', 'mask'], { ratio: float(0.5) }),
    node('Conv', ['d1', 'wide'], ['c2'], { pads: ints([1, 1, 1, 1]) }),
    node('Relu', ['c2'], ['r2']),
    node('ReduceMean', ['r2'], ['g'], { axes: ints([2, 3]), keepdims: int(1) }),
    node('Squeeze', ['g'], ['squeezed'], { axes: ints([2, 3]) }),
    node('Unsqueeze', ['squeezed'], ['u'], { axes: ints([2, 3]) }),
    node('Flatten', ['u'], ['f']),
    node('Gemm', ['f', 'head', 'head_bias'], ['y4']),
    node('Unsqueeze', ['y4'], ['y'], { axes: ints([2, 3]) }),
    // Over [N, C, 1, 1] flattened at axis 1.
    node('Softmax', ['y'], ['p'], { axis: int(1) }),
  ];
}
export const oldConstants = without('zero', 'six');
