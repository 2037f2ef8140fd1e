import { float32Tensor, int, int64Tensor, ints, type Model, type Tensor, writeModel } from '@smoothgrad/onnx';
import { modelOf, node, weights } from './graphs.ts';
import { inHalf } from './halfModels.ts';
import { smoothCnn, smoothVit } from './smoothNetworks.ts';
import { tinyClassifier } from './tinyModels.ts';

/** A sound model: the bytes of `model.onnx`, and files beside it. */
export interface Base {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

export function networkBases(): readonly Base[] {
  const plain = (name: string, model: Model): Base => ({ name, bytes: writeModel(model, 'reference'), files: {} });
  return [
    plain('tiny', tinyClassifier({ inputs: { image: [1, 3, 8, 8] } })),
    plain('cnn', smoothCnn(8)),
    plain('vit', smoothVit()),
    plain('half', inHalf(tinyClassifier({ inputs: { image: [1, 3, 8, 8] } }), 'float16')),
    plain('quantised', quantised()),
    plain('shapes', shapeArithmetic()),
    external(),
  ];
}

/** Weights in int8 behind DequantizeLinear, activations through QuantizeLinear. */
function quantised(): Model {
  const bytes = Uint8Array.from({ length: 162 }, (_, i) => (i * 37) % 251);
  const filters: Tensor = { name: 'q', type: 'int8', dims: [6, 3, 3, 3], data: { kind: 'inline', bytes } };
  const zero: Tensor = { name: 'zero', type: 'uint8', dims: [], data: { kind: 'inline', bytes: Uint8Array.of(128) } };
  return modelOf({
    inputs: { image: [1, 3, 8, 8] },
    nodes: [
      node('QuantizeLinear', ['image', 'step', 'zero'], ['image_q']),
      node('DequantizeLinear', ['image_q', 'step', 'zero'], ['image_d']),
      node('DequantizeLinear', ['q', 'small'], ['filters']),
      node('Conv', ['image_d', 'filters'], ['features'], { pads: ints([1, 1, 1, 1]) }),
      node('Relu', ['features'], ['active']),
      node('GlobalAveragePool', ['active'], ['pooled']),
      node('Flatten', ['pooled'], ['flat']),
      node('Gemm', ['flat', 'classes'], ['logits'], { transB: int(1) }),
    ],
    outputs: ['logits'],
    constants: [
      filters,
      zero,
      float32Tensor('step', [], [0.03]),
      float32Tensor('small', [], [0.01]),
      weights('classes', [4, 6], 5, 20),
    ],
  });
}

/** What exporters write around a reshape. */
function shapeArithmetic(): Model {
  return tinyClassifier({
    inputs: { image: ['N', 3, 8, 8] },
    nodes: [
      node('Conv', ['image', 'filters'], ['features'], { pads: ints([1, 1, 1, 1]), strides: ints([2, 2]) }),
      node('Resize', ['features', '', 'scales'], ['larger']),
      node('MaxPool', ['larger'], ['peaks'], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) }),
      node('Pad', ['peaks', 'pads'], ['padded']),
      node('Slice', ['padded', 'starts', 'ends'], ['cut']),
      node('Shape', ['cut'], ['shape']),
      node('Gather', ['shape', 'first'], ['batch']),
      node('Unsqueeze', ['batch', 'axis'], ['batch_1']),
      node('Concat', ['batch_1', 'minus'], ['target'], { axis: int(0) }),
      node('Reshape', ['cut', 'target'], ['flat']),
      node('ConstantOfShape', ['ones_shape'], ['zeros']),
      node('Expand', ['zeros', 'wide'], ['zeros_wide']),
      node('Tile', ['zeros_wide', 'repeats'], ['tiled']),
      node('Add', ['flat', 'tiled'], ['moved']),
      node('MatMul', ['moved', 'classes'], ['logits']),
    ],
    constants: [
      weights('filters', [6, 3, 3, 3], 3),
      weights('classes', [96, 4], 5),
      float32Tensor('scales', [4], [1, 1, 2, 2]),
      int64Tensor('pads', [8], [0, 0, 1, 1, 0, 0, 1, 1]),
      int64Tensor('starts', [4], [0, 0, 1, 1]),
      int64Tensor('ends', [4], [2n ** 63n - 1n, 6, 5, 5]),
      int64Tensor('first', [], [0]),
      int64Tensor('axis', [1], [0]),
      int64Tensor('minus', [1], [-1]),
      int64Tensor('ones_shape', [2], [1, 1]),
      int64Tensor('wide', [2], [1, 48]),
      int64Tensor('repeats', [2], [1, 2]),
    ],
  });
}

/** The tiny model with its filters and classes in `weights.bin`. */
export function external(): Base {
  const constants = tinyClassifier().graph.initializers;
  let offset = 0;
  const stored = [...constants.values()].map((tensor): Tensor => {
    const { length } = (tensor.data as { bytes: Uint8Array }).bytes;
    const data = { kind: 'file', file: 'weights.bin', offset, length } as const;
    offset += length;
    return { ...tensor, data };
  });
  const bytes = [...constants.values()].flatMap(({ data }) => [...(data as { bytes: Uint8Array }).bytes]);
  return {
    name: 'external',
    bytes: writeModel(tinyClassifier({ inputs: { image: [1, 3, 8, 8] }, constants: stored }), 'reference'),
    files: { 'weights.bin': Uint8Array.from(bytes) },
  };
}
