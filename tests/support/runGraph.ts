import {
  type Engine,
  type EngineTensor,
  elementCount,
  float32Tensor,
  int64Tensor,
  type Model,
  normalise,
  type StaticModel,
  specialise,
  type Tensor,
  type WeightSource,
  writeModel,
} from '@smoothgrad/onnx';

export const floats = (name: string, shape: readonly number[], values: ArrayLike<number>): Tensor =>
  float32Tensor(name, shape, values);

export const integers = (name: string, values: readonly number[]): Tensor => int64Tensor(name, [values.length], values);

/** The model with static shapes, as `differentiate` takes it; its inputs state their shapes. */
export async function staticModel(model: Model, engine: Engine): Promise<StaticModel> {
  const inputShapes = Object.fromEntries(
    model.graph.inputs.map(({ name, type }) => [name, (type?.shape ?? []) as readonly number[]]),
  );
  return specialise(normalise(model), engine, { inputShapes });
}

export interface RunOptions {
  readonly weights?: WeightSource;
  readonly optimisation?: 'basic' | 'all';
}

/** Runs a model; feeds are float32 numbers by name, shaped as the inputs are. */
export async function run(
  model: Model,
  engine: Engine,
  feeds: Readonly<Record<string, ArrayLike<number>>>,
  { weights, optimisation = 'all' }: RunOptions = {},
): Promise<Record<string, EngineTensor>> {
  const session = await engine.createSession({ model: writeModel(model, 'reference'), weights, optimisation });
  try {
    const tensors = model.graph.inputs.map(({ name, type }): [string, EngineTensor] => {
      const shape = type?.shape as readonly number[];
      const values = feeds[name] ?? new Float32Array(elementCount(shape));
      return [name, { type: 'float32', shape, data: Float32Array.from(values) }];
    });
    return await session.run(Object.fromEntries(tensors));
  } finally {
    await session.close();
  }
}
