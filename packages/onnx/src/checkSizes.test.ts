import { afterAll, expect, it } from 'vitest';
import { modelOf, node } from '../../../tests/support/graphs.ts';
import { integers } from '../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../tests/support/testEngine.ts';
import { int64Tensor, type Model, normalise, specialise } from './index.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const shapes = (model: Model) => specialise(normalise(model), engine, { inputShapes: { x: [1, 3] } });

it('a value that would take all memory is refused before it is made', async () => {
  const large = modelOf({
    inputs: { x: [1, 3] },
    nodes: [node('Expand', ['x', 'shape'], ['y'])],
    outputs: ['y'],
    constants: [integers('shape', [300_000_000, 3])],
  });
  await expect(shapes(large)).rejects.toThrow(
    "'y' of shape [300000000,3] alone would take 3.6 GB of memory; the limit is 2 GiB",
  );
});

// The runtime computes constants while it loads a model.
it('so are constants, whatever is made of them', async () => {
  const constant = modelOf({
    inputs: { x: [1, 3] },
    nodes: [
      node('ConstantOfShape', ['shape'], ['zeros']),
      node('ReduceSum', ['zeros'], ['zero']),
      node('Add', ['x', 'zero'], ['y']),
    ],
    outputs: ['y'],
    constants: [int64Tensor('shape', [1], [2n ** 41n])],
  });
  await expect(shapes(constant)).rejects.toThrow("'zeros' of shape [2199023255552] alone would take 8,800 GB");
});
