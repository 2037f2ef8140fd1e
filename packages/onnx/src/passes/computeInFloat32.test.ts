import { int, type Model, type Tensor } from '@smoothgrad/onnx';
import { describe, expect, it } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { computeInFloat32 } from './computeInFloat32.ts';

const run = (model: Model) => computeInFloat32.run(model);

/** Two numbers, 1 and -2. */
const small: Tensor = {
  name: 'w',
  type: 'float16',
  dims: [2],
  data: { kind: 'inline', bytes: Uint8Array.of(0x00, 0x3c, 0x00, 0xc0) },
};
const large: Tensor = {
  name: 'w',
  type: 'bfloat16',
  dims: [1000],
  data: { kind: 'file', file: 'net.onnx', offset: 64, length: 2000 },
};
const half = { type: 'float16', shape: ['N', 2] } as const;

describe('weights', () => {
  const product = (constant: Tensor) =>
    modelOf({ inputs: { x: half }, nodes: [node('Mul', ['x', 'w'], ['y'])], outputs: ['y'], constants: [constant] });

  it('small ones become float32 numbers', () => {
    const { inputs, nodes, initializers } = run(product(small)).graph;
    expect(inputs).toEqual([{ name: 'x', type: { elementType: 'float32', shape: ['N', 2] } }]);
    expect(nodes.map(({ op }) => op)).toEqual(['Mul']);
    const { type, data } = initializers.get('w')!;
    expect(type).toBe('float32');
    expect(data.kind === 'inline' && [...new Float32Array(data.bytes.slice().buffer)]).toEqual([1, -2]);
  });

  it('large ones stay where they are, and are cast', () => {
    const { nodes, initializers } = run(product(large)).graph;
    expect([...initializers.values()]).toEqual([{ ...large, name: 'w/bfloat16' }]);
    expect(nodes).toMatchObject([
      { op: 'Cast', inputs: ['w/bfloat16'], outputs: ['w'] },
      { op: 'Mul', inputs: ['x', 'w'] },
    ]);
    expect(nodes[0]!.attributes.get('to')).toEqual(int(1));
  });

  it('that the model casts itself are left alone', () => {
    const nodes = [node('Cast', ['w'], ['wide'], { to: int(1) }), node('Mul', ['x', 'wide'], ['y'])];
    const model = modelOf({ inputs: { x: [2] }, nodes, outputs: ['y'], constants: [small] });
    expect(run(model)).toBe(model);
  });
});

describe('element types', () => {
  it.each([
    ['Cast', 'to', 10],
    ['Cast', 'to', 16],
    ['EyeLike', 'dtype', 10],
    ['LayerNormalization', 'stash_type', 16],
  ])('in %s: %s = %i', (op, attribute, code) => {
    const nodes = [node(op, ['x'], ['y'], { [attribute]: int(code), axis: int(10) })];
    const [made] = run(modelOf({ inputs: { x: [2] }, nodes, outputs: ['y'] })).graph.nodes;
    expect(Object.fromEntries(made!.attributes)).toEqual({ [attribute]: int(1), axis: int(10) });
  });

  it('other models are handed back', () => {
    const nodes = [node('Cast', ['x'], ['y'], { to: int(11) })];
    const model = modelOf({ inputs: { x: [2] }, nodes, outputs: ['y'] });
    expect(run(model)).toBe(model);
  });

  it('of bodies, with what they state of their values', () => {
    const body = {
      name: 'body',
      inputs: [],
      outputs: [{ name: 'b', type: { elementType: 'float16' as const, shape: [2] } }],
      nodes: [
        node('Constant', [], ['large'], { value: { kind: 'tensor', value: { ...large, name: 'value' } } }),
        node('Constant', [], ['c'], { value: { kind: 'tensor', value: small } }),
        node('Add', ['c', 'inner'], ['b']),
      ],
      initializers: new Map([['inner', { ...small, name: 'inner' }]]),
    };
    const branch = { kind: 'graph', value: body } as const;
    const nodes = [node('If', ['c'], ['y'], { then_branch: branch, else_branch: branch })];
    const inputs = { c: { type: 'bool' as const, shape: [] } };
    const [made] = run(modelOf({ inputs, nodes, outputs: ['y'] })).graph.nodes;
    const converted = made!.attributes.get('then_branch');
    if (converted?.kind !== 'graph') throw new Error('no body');
    expect(converted.value.outputs).toEqual([{ name: 'b', type: { elementType: 'float32', shape: [2] } }]);
    expect(converted.value.nodes.map(({ op }) => op)).toEqual(['Cast', 'Constant', 'Add']);
    expect([...converted.value.initializers.values()].map(({ name, type }) => [name, type])).toEqual([
      ['inner', 'float32'],
      ['large/bfloat16', 'bfloat16'],
    ]);
  });
});
