import { int, markGates } from '@smoothgrad/onnx';
import { expect, it } from 'vitest';
import { modelOf, node, weights } from '../../../../../tests/support/graphs.ts';
import { integers, staticModel } from '../../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../../tests/support/testEngine.ts';
import { layersOnPath } from './layers.ts';
import { lrpRules } from './table.ts';

it('layers that relevance passes, their kinds, which see the image, and what is before those', async () => {
  const source = modelOf({
    inputs: { x: [1, 2, 4, 4] },
    nodes: [
      // Scales each channel: no layer.
      node('Conv', ['x', 'affine'], ['scaled'], { group: int(2) }),
      node('Conv', ['scaled', 'w1'], ['left']),
      node('Conv', ['scaled', 'w2'], ['right']),
      node('Concat', ['left', 'right'], ['both'], { axis: int(1) }),
      // A gate's own layer: relevance does not come here.
      node('Conv', ['both', 'w3'], ['inner']),
      node('Sigmoid', ['inner'], ['gate']),
      node('Mul', ['both', 'gate'], ['gated']),
      node('Flatten', ['gated'], ['flat']),
      // Values of the image on both sides: no constant weights.
      node('Softmax', ['flat'], ['share']),
      node('Reshape', ['flat', 'column'], ['values']),
      node('MatMul', ['share', 'values'], ['attended']),
      node('Gemm', ['attended', 'w4'], ['y']),
    ],
    outputs: ['y'],
    constants: [
      weights('affine', [2, 1, 1, 1], 1),
      weights('w1', [1, 2, 1, 1], 2),
      weights('w2', [1, 2, 1, 1], 3),
      weights('w3', [2, 2, 1, 1], 4),
      weights('w4', [1, 3], 5),
      integers('column', [32, 1]),
    ],
  });
  const model = markGates(await staticModel(source, createTestEngine()));
  const layers = layersOnPath(model, 'y', 'x', lrpRules({ epsilon: 1e-6 }));
  const summary = layers.map(({ node: { inputs }, kind, isFirst, before }) => [
    inputs[1],
    kind,
    isFirst,
    before.map(({ outputs }) => outputs[0]),
  ]);
  expect(summary).toEqual([
    ['w1', 'convolution', true, ['scaled']],
    ['w2', 'convolution', true, ['scaled']],
    ['w4', 'dense', false, []],
  ]);
});
