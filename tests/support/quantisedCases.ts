import { type ElementType, float32Tensor, type Model, type StaticModel, type Tensor } from '@smoothgrad/onnx';
import { type GraphParts, modelOf, node, numbers } from './graphs.ts';
import { run, staticModel } from './runGraph.ts';
import { createTestEngine } from './testEngine.ts';

export const engine = createTestEngine();

/** An integer constant. */
export function whole(name: string, type: ElementType, dims: readonly number[], values: readonly number[]): Tensor {
  const arrays: Partial<Record<ElementType, (list: readonly number[]) => ArrayBufferView>> = {
    uint8: (list) => Uint8Array.from(list),
    int8: (list) => Int8Array.from(list),
    uint16: (list) => Uint16Array.from(list),
    int16: (list) => Int16Array.from(list),
    int32: (list) => Int32Array.from(list),
    int4: packed,
    uint4: packed,
  };
  const { buffer, byteOffset, byteLength } = arrays[type]!(values);
  const bytes = new Uint8Array(buffer, byteOffset, byteLength).slice();
  return { name, type, dims, data: { kind: 'inline', bytes } };
}

/** Two 4-bit numbers in a byte, the first one in its lower half. */
function packed(list: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: Math.ceil(list.length / 2) }, (_, i) => {
    return (list[2 * i]! & 15) | (((list[2 * i + 1] ?? 0) & 15) << 4);
  });
}

export const scale = (name: string, ...values: number[]): Tensor =>
  float32Tensor(name, values.length === 1 ? [] : [values.length], values);

/** Whole numbers that follow no pattern. */
export const wholes = (count: number, lowest: number, highest: number, seed: number): number[] =>
  Array.from(numbers(count, seed), (value) => Math.round(lowest + ((value + 1) / 2) * (highest - lowest)));

export interface QuantisedCase extends Partial<GraphParts> {
  readonly shape: readonly number[];
  readonly values?: ArrayLike<number>;
  /** The size of a quantisation step of the output `y`. */
  readonly step: number;
}

/** A model with the float32 input `x` and the float32 output `y`. */
export function quantisedModel({
  shape,
  step: _,
  values: __,
  nodes = [],
  constants = [],
  ...parts
}: QuantisedCase): Model {
  return modelOf({
    inputs: { x: shape },
    outputs: ['y'],
    nodes,
    constants,
    opsets: { 'com.microsoft': 1 },
    opset: 18,
    ...parts,
  });
}

/** x as 8-bit numbers `q`, with the scale `sx` and the zero point `zx`. */
export const quantiseX = node('QuantizeLinear', ['x', 'sx', 'zx'], ['q']);

/**
 * Runs a model on the runtime's integer kernels, and again rewritten.
 *
 * @returns the share of elements that differ by a step or more, the largest difference in steps, and the rewritten model
 */
export async function compareQuantised(quantisedCase: QuantisedCase) {
  const model = quantisedModel(quantisedCase);
  const x =
    quantisedCase.values ??
    numbers(
      quantisedCase.shape.reduce((a, b) => a * b, 1),
      77,
      3,
    );
  const rewritten: StaticModel = await staticModel(model, engine);
  const [before, after] = [
    await run(model, engine, { x }, { optimisation: 'basic' }),
    await run(rewritten, engine, { x }),
  ];
  const differences = Array.from(
    after.y!.data as Float32Array,
    (value, i) => Math.abs(value - (before.y!.data as Float32Array)[i]!) / quantisedCase.step,
  );
  const different = differences.filter((steps) => steps > 1e-3).length / differences.length;
  return {
    different,
    largest: Math.max(...differences),
    distinct: new Set(before.y!.data as Float32Array).size,
    rewritten,
    operators: rewritten.graph.nodes.map(({ op, domain }) => (domain === '' ? op : `${domain}.${op}`)),
  };
}
