import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { float32Tensor, type GraphNode, int, ints, type Model, type Tensor, writeModel } from '@smoothgrad/onnx';
import { type GraphParts, modelOf, node, weights } from './graphs.ts';

/** Conv, Relu, global average, Gemm: [1,3,8,8] to four logits. `last` are nodes from `logits` on. */
export function tinyClassifier(parts: Partial<GraphParts> & { last?: readonly GraphNode[] } = {}): Model {
  const { last = [], ...rest } = parts;
  return modelOf({
    inputs: { image: ['N', 3, 8, 8] },
    nodes: [
      node('Conv', ['image', 'filters'], ['features'], { pads: ints([1, 1, 1, 1]), kernel_shape: ints([3, 3]) }),
      node('Relu', ['features'], ['active']),
      node('GlobalAveragePool', ['active'], ['pooled']),
      node('Flatten', ['pooled'], ['flat']),
      node('Gemm', ['flat', 'classes'], ['logits'], { transB: int(1) }),
      ...last,
    ],
    outputs: ['logits'],
    constants: [weights('filters', [6, 3, 3, 3], 3), weights('classes', [4, 6], 5, 20)],
    ...rest,
  });
}

/** Writes one model per kind of trouble into a folder, and `tiny.onnx`, which has none. */
export function writeTinyModels(folder: string): void {
  const write = (name: string, model: Model) => writeFileSync(join(folder, name), writeModel(model, 'reference'));
  write('tiny.onnx', tinyClassifier());
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({ id2label: ['tabby cat, tabby', 'tiger cat', 'cup', 'crane'] }),
  );
  const zero = float32Tensor('zero', [1], [0]);
  const constants = [...tinyClassifier().graph.initializers.values()];
  write('dynamic.onnx', tinyClassifier({ inputs: { image: ['N', 3, 'H', 'W'] } }));
  write('softmax.onnx', tinyClassifier({ last: [node('Softmax', ['logits'], ['p'])], outputs: ['p'] }));
  write(
    'norm.onnx',
    modelOf({
      inputs: { image: [1, 3, 8, 8] },
      nodes: [
        node('BatchNormalization', ['image', 'one', 'one', 'one', 'one'], ['normal']),
        node('GlobalAveragePool', ['normal'], ['pooled']),
        node('Flatten', ['pooled'], ['logits']),
      ],
      outputs: ['logits'],
      constants: [float32Tensor('one', [3], [1, 1, 1])],
    }),
  );
  write('two-images.onnx', tinyClassifier({ inputs: { image: [1, 3, 8, 8], other: [1, 3, 8, 8] } }));
  write('no-image.onnx', modelOf({ inputs: { x: [1, 10] }, nodes: [node('Relu', ['x'], ['y'])], outputs: ['y'] }));
  write('no-scores.onnx', tinyClassifier({ outputs: ['features'] }));
  write(
    'random.onnx',
    tinyClassifier({
      last: [node('Sigmoid', ['logits'], ['p']), node('Bernoulli', ['p'], ['draw'])],
      outputs: ['draw'],
    }),
  );
  write(
    'infinite.onnx',
    tinyClassifier({
      last: [node('Div', ['logits', 'zero'], ['quotient'])],
      outputs: ['quotient'],
      constants: [...constants, zero],
    }),
  );
  write('missing-weights.onnx', withWeightsIn('nowhere.bin'));
  write('outside-weights.onnx', withWeightsIn('../outside.bin'));
  write('short-weights.onnx', withWeightsIn('short.bin'));
  writeFileSync(join(folder, 'short.bin'), new Uint8Array(100));
  writeFileSync(join(folder, 'empty.onnx'), '');
  writeFileSync(join(folder, 'text.onnx'), 'this is no model\n'.repeat(20));
  writeFileSync(join(folder, 'truncated.onnx'), writeModel(tinyClassifier(), 'reference').subarray(0, 900));
  mkdirSync(join(folder, 'no-model'));
}

function withWeightsIn(file: string): Model {
  const length = 4 * 6 * 3 * 3 * 3;
  const filters: Tensor = {
    name: 'filters',
    type: 'float32',
    dims: [6, 3, 3, 3],
    data: { kind: 'file', file, offset: 0, length },
  };
  return tinyClassifier({ constants: [filters, weights('classes', [4, 6], 5, 20)] });
}
