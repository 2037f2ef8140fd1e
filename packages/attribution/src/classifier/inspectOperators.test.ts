import { standard } from '@smoothgrad/autodiff';
import {
  type Attribute,
  float32Tensor,
  type Graph,
  type GraphNode,
  int,
  int64Tensor,
  type Model,
  type ModelFunction,
  string,
  type Tensor,
} from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { type GraphParts, modelOf, node, weights } from '../../../../tests/support/graphs.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { inspectClassifier } from './inspect.ts';
import { prepareClassifier } from './prepare.ts';

/** Operators under their names in the file, wherever they are in it and whatever has taken their place. */
const engine = createTestEngine();
afterAll(() => engine.close());

const inspect = async (model: Model, rules = standard) =>
  inspectClassifier(model, await prepareClassifier(model, engine), rules);
const table = ({ operators }: Awaited<ReturnType<typeof inspect>>) =>
  Object.fromEntries(operators.map(({ op, count, status }) => [op, `${count} ${status}`]));

const filters = weights('w', [4, 3, 3, 3]);

/** `middle` makes `m` of the feature maps `c`. */
const network = (middle: readonly GraphNode[], more: Partial<GraphParts> = {}): Model =>
  modelOf({
    inputs: { x: [1, 3, 6, 6] },
    nodes: [
      node('Conv', ['x', 'w'], ['c']),
      ...middle,
      node('GlobalAveragePool', ['m'], ['g']),
      node('Flatten', ['g'], ['y']),
    ],
    outputs: ['y'],
    ...more,
    constants: [filters, ...(more.constants ?? [])],
  });

const microsoft = { 'com.microsoft': 1 };

describe('fused operators', () => {
  const fused = (activation: string) =>
    network([node('FusedConv', ['c', 'w2'], ['m'], { activation: string(activation) }, 'com.microsoft')], {
      constants: [weights('w2', [4, 4, 1, 1])],
      opsets: microsoft,
    });

  it('have the status of what they are made of', async () => {
    const found = await inspect(fused('Relu'));
    expect(table(found)).toMatchObject({ 'com.microsoft.FusedConv': '1 exact', Conv: '1 exact' });
    expect(found.nodes).toBe(4);
  });

  it('are named where what they are made of is refused', async () => {
    const { Relu: _, ...rules } = standard;
    const found = await inspect(fused('Relu'), rules);
    expect(found.unsupported).toEqual([
      {
        node: 'FusedConv_m',
        op: 'com.microsoft.FusedConv',
        reason: 'there is no gradient rule for this operator (it is computed with Relu)',
      },
    ]);
    expect(table(found)).toMatchObject({ 'com.microsoft.FusedConv': '1 refused', Conv: '1 exact' });
    expect(found.explainer).toBeNull();
  });
});

describe('functions of the model', () => {
  const block = (nodes: readonly GraphNode[]): ModelFunction => ({
    domain: 'my',
    name: 'Block',
    overload: '',
    inputs: ['a'],
    outputs: ['b'],
    nodes,
    defaults: new Map(),
    opsets: new Map([['', 18]]),
  });
  const calls = (nodes: readonly GraphNode[]): Model => ({
    ...network([node('Block', ['c'], ['d'], {}, 'my'), node('Block', ['d'], ['m'], {}, 'my')], { opsets: { my: 1 } }),
    functions: [block(nodes)],
  });

  it('are listed with what is in them', async () => {
    const found = await inspect(calls([node('Relu', ['a'], ['r']), node('Neg', ['r'], ['b'])]));
    expect(table(found)).toMatchObject({ 'my.Block': '2 exact', Relu: '1 exact', Neg: '1 exact', Conv: '1 exact' });
    expect(found.nodes).toBe(3 + 2 + 2);
  });

  it('are refused with what is in them, at every call', async () => {
    const found = await inspect(calls([node('Relu', ['a'], ['r']), node('Bernoulli', ['r'], ['b'])]));
    expect(found.unsupported.map((each) => `${each.op} ${each.node}`)).toEqual([
      'Bernoulli Block_d/Bernoulli_b',
      'Bernoulli Block_m/Bernoulli_b',
    ]);
    expect(table(found)).toMatchObject({ 'my.Block': '2 refused', Bernoulli: '1 refused', Relu: '1 exact' });
  });
});

describe('control flow', () => {
  const branch = (name: string, nodes: readonly GraphNode[], constants: readonly Tensor[] = []): Attribute => {
    const initializers = new Map(constants.map((tensor) => [tensor.name, tensor]));
    const value: Graph = { name, inputs: [], outputs: [{ name }], nodes, initializers };
    return { kind: 'graph', value };
  };
  const branches = {
    then_branch: branch(
      'taken',
      [node('Relu', ['c'], ['r']), node('Mul', ['r', 'two'], ['taken'])],
      [weights('two', [1])],
    ),
    else_branch: branch('other', [node('Bernoulli', ['c'], ['other'])]),
  };

  it('an If of a known condition is what its branch is; the other branch is off the path', async () => {
    const known = [
      node('Shape', ['x'], ['shape']),
      node('ReduceProd', ['shape'], ['size'], { keepdims: int(0) }),
      node('Greater', ['size', 'limit'], ['condition']),
      node('If', ['condition'], ['m'], branches),
    ];
    const found = await inspect(network(known, { constants: [int64Tensor('limit', [], [100])] }));
    expect(table(found)).toMatchObject({
      If: '1 exact',
      Relu: '1 exact',
      Mul: '1 exact',
      Bernoulli: '1 off path',
      Shape: '1 off path',
    });
    expect(found.unsupported).toEqual([]);
    expect(found.nodes).toBe(7 + 3);
    // The filters, and the vector of one number in the branch.
    expect(found.parameters).toBe(4 * 27 + 1);
  });

  it('an If that the image decides is refused, with all that is in it', async () => {
    const open = [
      node('ReduceMax', ['c'], ['highest'], { keepdims: int(0) }),
      node('Greater', ['highest', 'zero'], ['condition']),
      node('If', ['condition'], ['m'], { ...branches, else_branch: branch('other', [node('Neg', ['c'], ['other'])]) }),
    ];
    const found = await inspect(network(open, { constants: [float32Tensor('zero', [], [0])] }));
    expect(found.unsupported.map((each) => `${each.op} ${each.node}`)).toEqual(['If If_m']);
    expect(table(found)).toMatchObject({ If: '1 refused', Relu: '1 refused', Neg: '1 refused', Conv: '1 exact' });
    expect(found.flops).toBeNull();
  });
});

it('rounding in a quantised model is passed straight through, what is linear is exact', async () => {
  const zero: Tensor = { name: 'z', type: 'uint8', dims: [], data: { kind: 'inline', bytes: Uint8Array.of(128) } };
  const quantised = [
    node('QuantizeLinear', ['c', 's', 'z'], ['q']),
    node('MaxPool', ['q'], ['p'], { kernel_shape: { kind: 'ints', value: [2n, 2n] } }),
    node('DequantizeLinear', ['p', 's', 'z'], ['m']),
  ];
  const found = await inspect(network(quantised, { constants: [float32Tensor('s', [], [0.1]), zero] }));
  expect(table(found)).toMatchObject({
    QuantizeLinear: '1 straight-through',
    MaxPool: '1 exact',
    DequantizeLinear: '1 exact',
    Conv: '1 exact',
  });
});

it('all obstacles are named at once, rounding among them', async () => {
  const nodes = [
    node('Bernoulli', ['c'], ['d']),
    node('ArgMax', ['d'], ['i'], { axis: int(1) }),
    node('Cast', ['i'], ['f'], { to: int(1) }),
    node('Mul', ['d', 'f'], ['e']),
    node('Bernoulli', ['e'], ['m']),
  ];
  const found = await inspect(network(nodes));
  expect(found.unsupported.map((each) => `${each.op} ${each.node}`).sort()).toEqual([
    'Bernoulli Bernoulli_d',
    'Bernoulli Bernoulli_m',
    'Cast Cast_f',
  ]);
  expect(table(found)).toMatchObject({ Bernoulli: '2 refused', Cast: '1 refused', ArgMax: '1 off path' });
});

it('operators of older sets have the names of the file', async () => {
  const nodes = [node('Upsample', ['c', 'scales'], ['u']), node('Dropout', ['u'], ['m'])];
  const { Resize: _, ...rules } = standard;
  const old = network(nodes, { opset: 9, constants: [float32Tensor('scales', [4], [1, 1, 2, 2])] });
  expect(table(await inspect(old))).toMatchObject({ Upsample: '1 exact', Dropout: '1 exact' });
  expect((await inspect(old, rules)).unsupported).toEqual([
    expect.objectContaining({ op: 'Upsample', node: 'Upsample_u', reason: expect.stringContaining('Resize') }),
  ]);
});
