import { type GraphNode, writeModel } from '@smoothgrad/onnx';

/** The smallest model there is, y = max(x, 0): a device that cannot load it is of no use. */
export function trialModel(): Uint8Array {
  const type = { elementType: 'float32', shape: [1] } as const;
  const relu: GraphNode = {
    op: 'Relu',
    domain: '',
    name: 'relu',
    inputs: ['x'],
    outputs: ['y'],
    attributes: new Map(),
  };
  const graph = {
    name: 'trial',
    inputs: [{ name: 'x', type }],
    outputs: [{ name: 'y', type }],
    nodes: [relu],
    initializers: new Map(),
  };
  const model = {
    irVersion: 8,
    producer: 'smoothgrad',
    opsets: new Map([['', 18]]),
    graph,
    functions: [],
    metadata: new Map(),
  };
  return writeModel(model, 'reference');
}
