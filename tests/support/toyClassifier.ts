import {
  type Classifier,
  type GradientResult,
  gradientRecipe,
  loadProgram,
  type Program,
  type Recipe,
} from '@smoothgrad/attribution';
import { type Engine, elementCount, type Model, normalise, specialise, writeModel } from '@smoothgrad/onnx';

/**
 * A model that need be no image classifier (its input is [1, k], or [1, C, H, W] with any C) as a `Classifier`: a bare vector is
 * taken for a picture of one channel and row.
 *
 * @param inputShape of the model's only input, batch of 1
 */
export async function openToy(
  source: Model,
  engine: Engine,
  inputShape: readonly number[],
  output = 'logits',
): Promise<Classifier> {
  const name = source.graph.inputs[0]!.name;
  const model = await specialise(normalise(source), engine, { inputShapes: { [name]: inputShape } });
  const classes = model.values.get(output)!.shape[1]!;
  const [, channels, height, width] = inputShape.length === 4 ? inputShape : [1, 1, 1, elementCount(inputShape)];
  const input = {
    name,
    layout: 'NCHW',
    channels: channels as 1 | 3,
    height: height!,
    width: width!,
    shape: inputShape,
    isWhole: false,
  } as const;
  const activation = classes === 1 ? 'sigmoid' : 'softmax';
  const scores = { tensor: output, classes, activation, assumed: true, kind: 'logit' } as const;
  const context = { model, input, scores, batch: 1, score: 'logit', target: engine.target } as const;
  const programs = new Map<string, Promise<Program>>();
  const load = async (recipe: Recipe) => {
    const { model: explainer, facts } = await recipe.build({ ...context, originalName: (value) => value });
    const compiled = {
      explainer: writeModel(explainer, 'reference'),
      input,
      scores,
      derivative: 'exact',
      memory: 0,
      facts,
    } as const;
    const compilation = async () => ({ explainer, originalName: (value: string) => value });
    return loadProgram(compiled, engine, { parallel: 1, compilation });
  };
  const program = (recipe: Recipe) => {
    const loaded = programs.get(recipe.name) ?? load(recipe);
    programs.set(recipe.name, loaded);
    return loaded;
  };
  return {
    input,
    scores,
    derivative: 'exact',
    engine: engine.name,
    parallel: 1,
    program,
    async gradient(tensor, cotangent): Promise<GradientResult> {
      const { logits, gradients } = await (await program(gradientRecipe())).run(tensor, [cotangent]);
      return { logits, gradient: gradients[0]! };
    },
    logits: async (tensor) => (await program(gradientRecipe())).logits(tensor),
    profile: () => Promise.reject(new Error('a toy classifier takes no time')),
    async close() {
      for (const loaded of programs.values()) await (await loaded).close();
    },
  };
}
