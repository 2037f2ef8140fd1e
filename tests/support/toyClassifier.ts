import type { Classifier } from '@smoothgrad/attribution';
import { differentiate, standard } from '@smoothgrad/autodiff';
import { type Engine, elementCount, type Model, normalise, specialise, writeModel } from '@smoothgrad/onnx';

/**
 * A differentiated model that is no image classifier (its input is [1, k], or [1, C, H, W] with any C), as a `Classifier`:
 * everything behind the gradient takes it for a picture of one channel.
 *
 * @param inputShape of the model's only input, batch of 1
 */
export async function openToy(
  source: Model,
  engine: Engine,
  inputShape: readonly number[],
  output = 'logits',
): Promise<Classifier> {
  const input = source.graph.inputs[0]!.name;
  const model = await specialise(normalise(source), engine, { inputShapes: { [input]: inputShape } });
  const shape = model.values.get(output)!.shape;
  const classes = shape[1]!;
  const { model: joined, gradients } = differentiate(model, {
    of: output,
    wrt: [input],
    rules: standard,
    cotangent: 'toy_cotangent',
  });
  const map = gradients.get(input)!;
  const graph = { ...joined.graph, outputs: [{ name: output }, { name: map }] };
  const session = await engine.createSession({
    model: writeModel({ ...joined, graph }, 'reference'),
    optimisation: 'all',
  });
  const width = elementCount(inputShape);
  return {
    input: { name: input, layout: 'NCHW', channels: 1, height: 1, width, shape: [1, 1, 1, width], isWhole: false },
    scores: {
      tensor: output,
      classes,
      activation: classes === 1 ? 'sigmoid' : 'softmax',
      assumed: true,
      kind: 'logit',
    },
    derivative: 'exact',
    engine: engine.name,
    parallel: 1,
    async gradient(tensor, cotangent) {
      const results = await session.run({
        [input]: { type: 'float32', shape: inputShape, data: tensor },
        toy_cotangent: { type: 'float32', shape, data: cotangent },
      });
      return { logits: results[output]!.data as Float32Array, gradient: results[map]!.data as Float32Array };
    },
    explainNonFinite: async () => 'a toy layer',
    profile: () => Promise.reject(new Error('a toy classifier takes no time')),
    close: () => session.close(),
  };
}
