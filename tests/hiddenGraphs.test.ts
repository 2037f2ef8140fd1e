import type { GradientResult } from '@smoothgrad/attribution';
import {
  type Attribute,
  type GraphNode,
  int,
  int64Tensor,
  type Model,
  type Tensor,
  type ValueInfo,
} from '@smoothgrad/onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparison, openAsFile, plainConstants, plainModel, plainNodes } from './support/cornerModels.ts';
import { node } from './support/graphs.ts';
import { createTestEngine } from './support/testEngine.ts';

/** One network, parts of which are written as functions, branches, loops and sequences: the gradient must not notice. */
const engine = createTestEngine();
const { gradientOf, expectSame } = comparison(engine);
let plain: GradientResult;

beforeAll(async () => {
  plain = await gradientOf(plainModel());
});
afterAll(() => engine.close());

const bodyOf = (
  nodes: readonly GraphNode[],
  outputs: readonly string[],
  inputs: readonly ValueInfo[] = [],
): Attribute => ({
  kind: 'graph',
  value: {
    name: 'body',
    inputs,
    outputs: outputs.map((name) => ({ name })),
    nodes,
    initializers: new Map(),
  },
});
const number = (name: string, value: number): Tensor => int64Tensor(name, [], [value]);
const yes: Tensor = { name: 'yes', type: 'bool', dims: [], data: { kind: 'inline', bytes: Uint8Array.of(1) } };
const replaced = (op: string, by: readonly GraphNode[]) =>
  plainNodes().flatMap((each) => (each.op === op ? by : [each]));

describe('functions', () => {
  /** Nodes from `from` on become one function, which is called with what they read from before. */
  function withFunction(from: number, overload = ''): Model {
    const [outside, inside] = [plainNodes().slice(0, from), plainNodes().slice(from)];
    const made = new Set(inside.flatMap(({ outputs }) => outputs));
    const inputs = [...new Set(inside.flatMap((each) => each.inputs))].filter((name) => !made.has(name));
    const call = { ...node('Rest', inputs, ['p'], {}, 'my.functions'), overload };
    const rest = {
      domain: 'my.functions',
      name: 'Rest',
      overload,
      inputs,
      outputs: ['p'],
      nodes: inside,
      defaults: new Map(),
      opsets: new Map([['', 18]]),
    };
    return { ...plainModel({ nodes: [...outside, call], opsets: { 'my.functions': 1 } }), functions: [rest] };
  }

  it.each([0, 3, 9])('from node %i on, the softmax in them', async (from) => {
    const classifier = await openAsFile(withFunction(from), engine);
    expect(classifier.scores).toMatchObject({ classes: 5, activation: 'softmax', assumed: false });
    await expectSame(classifier, plain);
  });

  it('of one name, told apart by their overload', async () => {
    const model = withFunction(4, 'right');
    const [right] = model.functions;
    const wrong = { ...right!, overload: 'wrong', nodes: right!.nodes.filter(({ op }) => op !== 'Relu') };
    await expectSame(await openAsFile({ ...model, functions: [wrong, right!] }, engine), plain);
  });
});

describe('branches', () => {
  const lengthIs = (length: number) => [
    node('Shape', ['b1'], ['b1_shape']),
    node('Gather', ['b1_shape', 'at2'], ['height']),
    node('Equal', ['height', `is${length}`], ['is_small']),
  ];
  const constants = [...plainConstants, number('at2', 2), number('is8', 8), number('is9', 9)];
  const clip = bodyOf([node('Clip', ['b1', 'zero', 'six'], ['clipped'])], ['clipped']);
  const other = bodyOf([node('Flatten', ['b1'], ['flat'])], ['flat']);

  it.each([
    [8, clip, other],
    [9, other, clip],
  ])('that a shape decides: %i', async (length, thenBranch, elseBranch) => {
    const choice = node('If', ['is_small'], ['r1'], { then_branch: thenBranch, else_branch: elseBranch });
    const model = plainModel({ nodes: replaced('Clip', [...lengthIs(length), choice]), constants });
    await expectSame(await openAsFile(model, engine), plain);
  });

  it('that the image decides are refused by name', async () => {
    const nodes = replaced('Clip', [
      node('ReduceMax', ['b1'], ['largest'], { keepdims: int(0) }),
      node('Greater', ['largest', 'zero'], ['is_bright']),
      node('If', ['is_bright'], ['r1'], {
        then_branch: clip,
        else_branch: bodyOf([node('Abs', ['b1'], ['a'])], ['a']),
      }),
    ]);
    await expect(openAsFile(plainModel({ nodes, constants }), engine)).rejects.toThrow(
      "cannot differentiate If at node 'If_r1'",
    );
  });
});

describe('loops', () => {
  const step = [node('Identity', ['going'], ['on']), node('Relu', ['state'], ['next'])];
  const inputs: readonly ValueInfo[] = [
    { name: 'i', type: { elementType: 'int64', shape: [] } },
    { name: 'going', type: { elementType: 'bool', shape: [] } },
    { name: 'state', type: { elementType: 'float32', shape: [1, 16, 4, 4] } },
  ];
  const loop = (trips: string, steps = step) =>
    node('Loop', [trips, 'yes', 'c2'], ['r2'], { body: bodyOf(steps, ['on', 'next'], inputs) });
  const constants = [...plainConstants, number('three', 3), yes];

  it('of a fixed length', async () => {
    await expectSame(
      await openAsFile(plainModel({ nodes: replaced('Relu', [loop('three')]), constants }), engine),
      plain,
    );
  });

  it('whose length the image decides are named', async () => {
    const nodes = replaced('Relu', [
      node('ReduceMax', ['c2'], ['largest'], { keepdims: int(0) }),
      node('Cast', ['largest'], ['trips'], { to: int(7) }),
      loop('trips'),
    ]);
    await expect(openAsFile(plainModel({ nodes, constants }), engine)).rejects.toThrow(
      "cannot differentiate Loop at node 'Loop_r2': it takes integers computed from the image",
    );
  });
});

it('sequences', async () => {
  const nodes = replaced('Relu', [
    node('SplitToSequence', ['c2', 'five'], ['parts'], { axis: int(1) }),
    ...[0, 1, 2, 3].flatMap((k) => [
      node('SequenceAt', ['parts', `at${k}`], [`part${k}`]),
      node('Relu', [`part${k}`], [`positive${k}`]),
    ]),
    node(
      'SequenceConstruct',
      [0, 1, 2, 3].map((k) => `positive${k}`),
      ['positive'],
    ),
    node('ConcatFromSequence', ['positive'], ['r2'], { axis: int(1) }),
  ]);
  const constants = [...plainConstants, number('five', 5), ...[0, 1, 2, 3].map((k) => number(`at${k}`, k))];
  await expectSame(await openAsFile(plainModel({ nodes, constants }), engine), plain);
});
