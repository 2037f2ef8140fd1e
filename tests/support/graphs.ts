import {
  type Attribute,
  type Dimension,
  type ElementType,
  float32Tensor,
  type GraphNode,
  type Model,
  type Tensor,
} from '@smoothgrad/onnx';

/** A node of a hand-written graph. */
export function node(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>> = {},
  domain = '',
): GraphNode {
  return { op, domain, name: `${op}_${outputs[0]}`, inputs, outputs, attributes: new Map(Object.entries(attributes)) };
}

export interface GraphParts {
  /** By name: the shape of a float32 input, or its type and shape. */
  readonly inputs: Readonly<
    Record<string, readonly Dimension[] | { type: ElementType; shape: readonly Dimension[] | undefined }>
  >;
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly string[];
  readonly constants?: readonly Tensor[];
  readonly opset?: number;
  readonly opsets?: Readonly<Record<string, number>>;
  readonly irVersion?: number;
}

/** A model written down node by node. Outputs state no type: the runtime infers it. */
export function modelOf({
  inputs,
  nodes,
  outputs,
  constants = [],
  opset = 18,
  opsets,
  irVersion = 10,
}: GraphParts): Model {
  return {
    irVersion,
    producer: 'test',
    opsets: new Map([['', opset], ...Object.entries(opsets ?? {})]),
    graph: {
      name: 'test',
      inputs: Object.entries(inputs).map(([name, given]) => {
        const { type, shape } = 'type' in given ? given : { type: 'float32' as const, shape: given };
        return { name, type: { elementType: type, shape } };
      }),
      outputs: outputs.map((name) => ({ name })),
      nodes,
      initializers: new Map(constants.map((tensor) => [tensor.name, tensor])),
    },
    functions: [],
    metadata: new Map(),
  };
}

/** Deterministic numbers in [-1, 1) that follow no pattern a network could be symmetric in. */
export function weights(name: string, dims: readonly number[], seed = 1, scale = 1): Tensor {
  return float32Tensor(
    name,
    dims,
    numbers(
      dims.reduce((a, b) => a * b, 1),
      seed,
      scale,
    ),
  );
}

export function numbers(count: number, seed = 1, scale = 1): Float32Array {
  let state = Math.imul(seed, 0x9e3779b9) >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return scale * ((state >>> 8) / 2 ** 23 - 1);
  });
}
