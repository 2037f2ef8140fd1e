import { float, float32Tensor, type GraphNode, int, int64Tensor, ints, type Model } from '@smoothgrad/onnx';
import { modelOf, node, weights } from './graphs.ts';

/** Networks without switches: their gradients do not jump, so two engines must agree to rounding, and second differences exist. */

/** Conv, tanh, average pooling, Conv with stride, GELU (written with Erf), depthwise Conv, global average, Gemm. */
export function smoothCnn(size = 16): Model {
  return modelOf({
    inputs: { image: [1, 3, size, size] },
    nodes: [
      node('Conv', ['image', 'w1', 'b1'], ['c1'], { pads: ints([1, 1, 1, 1]) }),
      node('Tanh', ['c1'], ['a1']),
      node('AveragePool', ['a1'], ['p1'], {
        kernel_shape: ints([3, 3]),
        strides: ints([2, 2]),
        pads: ints([1, 1, 1, 1]),
      }),
      node('Conv', ['p1', 'w2', 'b2'], ['c2'], { pads: ints([1, 1, 1, 1]), strides: ints([2, 2]) }),
      ...gelu('c2', 'a2'),
      node('Conv', ['a2', 'w3'], ['c3'], { pads: ints([1, 1, 1, 1]), group: int(16) }),
      node('Add', ['c3', 'a2'], ['r3']),
      node('GlobalAveragePool', ['r3'], ['pooled']),
      node('Flatten', ['pooled'], ['flat']),
      node('Gemm', ['flat', 'w4', 'b4'], ['logits'], { transB: int(1) }),
    ],
    outputs: ['logits'],
    constants: [
      weights('w1', [8, 3, 3, 3], 1, 0.5),
      weights('b1', [8], 2, 0.1),
      weights('w2', [16, 8, 3, 3], 3, 0.4),
      weights('b2', [16], 4, 0.1),
      weights('w3', [16, 1, 3, 3], 5, 0.5),
      weights('w4', [5, 16], 6, 1),
      weights('b4', [5], 7, 0.1),
      ...geluConstants,
    ],
  });
}

const geluConstants = [
  float32Tensor('root2', [], [Math.SQRT2]),
  float32Tensor('one', [], [1]),
  float32Tensor('half', [], [0.5]),
];

/** x/2·(1 + erf(x/√2)), as PyTorch's exporters write it before operator set 20. */
function gelu(x: string, y: string): GraphNode[] {
  return [
    node('Div', [x, 'root2'], [`${y}_z`]),
    node('Erf', [`${y}_z`], [`${y}_erf`]),
    node('Add', [`${y}_erf`, 'one'], [`${y}_gate`]),
    node('Mul', [x, `${y}_gate`], [`${y}_double`]),
    node('Mul', [`${y}_double`, 'half'], [y]),
  ];
}

const DIM = 8;
const HEADS = 2;

/** A vision transformer of one block: patches by Conv, class token, positions, attention, MLP, head on the class token. */
export function smoothVit(size = 8, patch = 4): Model {
  const tokens = (size / patch) ** 2 + 1;
  const perHead = DIM / HEADS;
  return modelOf({
    inputs: { image: [1, 3, size, size] },
    nodes: [
      node('Conv', ['image', 'patches'], ['grid'], { strides: ints([patch, patch]) }),
      node('Reshape', ['grid', 'to_sequence'], ['sequence']),
      node('Transpose', ['sequence'], ['patch_tokens'], { perm: ints([0, 2, 1]) }),
      node('Concat', ['class_token', 'patch_tokens'], ['tokens'], { axis: int(1) }),
      node('Add', ['tokens', 'positions'], ['x0']),
      node('LayerNormalization', ['x0', 'g1', 'h1'], ['n1'], { epsilon: float(1e-5) }),
      node('MatMul', ['n1', 'w_qkv'], ['qkv_flat']),
      node('Add', ['qkv_flat', 'b_qkv'], ['qkv_bias']),
      node('Reshape', ['qkv_bias', 'to_heads'], ['qkv_heads']),
      node('Transpose', ['qkv_heads'], ['qkv'], { perm: ints([2, 0, 3, 1, 4]) }),
      ...['q', 'k', 'v'].map((name, i) => node('Gather', ['qkv', `index_${i}`], [name], { axis: int(0) })),
      node('Transpose', ['k'], ['k_t'], { perm: ints([0, 1, 3, 2]) }),
      node('MatMul', ['q', 'k_t'], ['products']),
      node('Mul', ['products', 'scale'], ['scaled']),
      node('Softmax', ['scaled'], ['attention'], { axis: int(-1) }),
      node('MatMul', ['attention', 'v'], ['mixed']),
      node('Transpose', ['mixed'], ['mixed_t'], { perm: ints([0, 2, 1, 3]) }),
      node('Reshape', ['mixed_t', 'to_tokens'], ['merged']),
      node('MatMul', ['merged', 'w_out'], ['projected']),
      node('Add', ['projected', 'x0'], ['x1']),
      node('LayerNormalization', ['x1', 'g2', 'h2'], ['n2'], { epsilon: float(1e-5) }),
      node('MatMul', ['n2', 'w_up'], ['up']),
      ...gelu('up', 'hidden'),
      node('MatMul', ['hidden', 'w_down'], ['down']),
      node('Add', ['down', 'x1'], ['x2']),
      node('Gather', ['x2', 'index_0'], ['class_features'], { axis: int(1) }),
      node('Gemm', ['class_features', 'w_head', 'b_head'], ['logits']),
    ],
    outputs: ['logits'],
    constants: [
      weights('patches', [DIM, 3, patch, patch], 1, 0.3),
      weights('class_token', [1, 1, DIM], 2),
      weights('positions', [1, tokens, DIM], 3, 0.5),
      ...[1, 2].flatMap((k) => [weights(`g${k}`, [DIM], 3 + k), weights(`h${k}`, [DIM], 6 + k, 0.2)]),
      weights('w_qkv', [DIM, 3 * DIM], 10, 0.7),
      weights('b_qkv', [3 * DIM], 11, 0.1),
      weights('w_out', [DIM, DIM], 12, 0.7),
      weights('w_up', [DIM, 2 * DIM], 13, 0.7),
      weights('w_down', [2 * DIM, DIM], 14, 0.7),
      weights('w_head', [DIM, 5], 15),
      weights('b_head', [5], 16, 0.1),
      float32Tensor('scale', [], [perHead ** -0.5]),
      int64Tensor('to_sequence', [3], [1, DIM, -1]),
      int64Tensor('to_heads', [5], [1, tokens, 3, HEADS, perHead]),
      int64Tensor('to_tokens', [3], [1, tokens, DIM]),
      ...[0, 1, 2].map((i) => int64Tensor(`index_${i}`, [], [i])),
      ...geluConstants,
    ],
  });
}
