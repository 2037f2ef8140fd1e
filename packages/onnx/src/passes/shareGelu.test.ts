import { differentiate, standard } from '@smoothgrad/autodiff';
import { type GraphNode, type Model, shareGelu, string, withoutDeadCode } from '@smoothgrad/onnx';
import { afterAll, expect, test } from 'vitest';
import { modelOf, node, numbers, weights } from '../../../../tests/support/graphs.ts';
import { run, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const model = (nodes: readonly GraphNode[]) =>
  modelOf({
    inputs: { x: [1, 2, 3, 3] },
    nodes,
    outputs: ['y'],
    constants: [weights('w', [3, 3]), weights('kernel', [2, 2, 1, 1])],
    opset: 20,
  });

/** Of the gradient graph, before and after: results, and how many Gelus and error functions there are. */
async function compared(of: Model) {
  const { model: joined, gradients } = differentiate(await staticModel(of, engine), {
    of: 'y',
    wrt: ['x'],
    rules: standard,
    cotangent: 'dy',
  });
  const gradient = gradients.get('x')!;
  const graph = withoutDeadCode({ ...joined.graph, outputs: [{ name: 'y' }, { name: gradient }] });
  const feeds = { x: numbers(18, 3, 4), dy: numbers(18, 4) };
  return Promise.all(
    [graph, shareGelu(graph)].map(async (each) => {
      const results = await run({ ...joined, graph: each }, engine, feeds);
      const count = (op: string) => each.nodes.filter((one) => one.op === op).length;
      return {
        numbers: [results.y!, results[gradient]!].map(({ data }) => Array.from(data, Number)),
        gelus: count('Gelu'),
        erfs: count('Erf'),
      };
    }),
  );
}

test('two Gelus share the error function with their gradients', async () => {
  const nodes = [
    node('MatMul', ['x', 'w'], ['a']),
    node('Gelu', ['a'], ['b']),
    node('MatMul', ['b', 'w'], ['c']),
    node('Gelu', ['c'], ['y']),
  ];
  const [before, after] = await compared(model(nodes));
  expect([before!.gelus, before!.erfs]).toEqual([2, 2]);
  expect([after!.gelus, after!.erfs]).toEqual([0, 2]);
  // The runtime's own kernel of Gelu computed the numbers before.
  after!.numbers.flat().forEach((found, i) => {
    expect(found).toBeCloseTo(before!.numbers.flat()[i]!, 5);
  });
});

test.each([
  ['behind a Conv', [node('Conv', ['x', 'kernel'], ['a']), node('Gelu', ['a'], ['y'])]],
  ['by the formula with tanh', [node('Gelu', ['x'], ['y'], { approximate: string('tanh') })]],
])('a Gelu %s stays', async (_, nodes) => {
  const [before, after] = await compared(model(nodes));
  expect(after!.gelus).toBe(1);
  expect(after!.numbers).toEqual(before!.numbers);
});

test('a Gelu without a gradient stays', () => {
  const { graph } = model([node('Gelu', ['x'], ['y'])]);
  expect(shareGelu(graph)).toBe(graph);
});
