import { type Engine, int64Tensor, writeModel } from '@smoothgrad/onnx';
import { modelOf, node } from '../support/graphs.ts';

export const x = { type: 'float32', shape: [1, 1], data: Float32Array.of(2) } as const;

/** The sum of x repeated rows × columns times. */
export const sumOf = (rows: number, columns: number) =>
  writeModel(
    modelOf({
      inputs: { x: [1, 1] },
      nodes: [node('Expand', ['x', 'shape'], ['many']), node('ReduceSum', ['many'], ['sum'])],
      outputs: ['sum'],
      constants: [int64Tensor('shape', [2], [rows, columns])],
    }),
    'reference',
  );

/** The sum for x = 2. */
export async function run(engine: Engine, model: Uint8Array) {
  const session = await engine.createSession({ model, optimisation: 'all' });
  return (await session.run({ x })).sum!.data;
}
