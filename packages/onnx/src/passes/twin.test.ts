import { afterAll, describe, expect, it } from 'vitest';
import { modelOf, node, numbers, weights } from '../../../../tests/support/graphs.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { writeModel } from '../protobuf/writeModel.ts';
import { specialise } from '../specialise.ts';
import { withTwin } from './twin.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const model = () =>
  modelOf({
    inputs: { x: [1, 3, 4, 4] },
    nodes: [
      node('Relu', ['w'], ['shared']),
      node('Conv', ['x', 'shared'], ['c']),
      node('Relu', ['c'], ['r']),
      node('GlobalAveragePool', ['r'], ['p']),
    ],
    outputs: ['p'],
    constants: [weights('w', [2, 3, 3, 3], 4)],
  });

describe('a twin', () => {
  it('computes for its own input what the first pass computes for its', async () => {
    const forward = await specialise(model(), engine, { inputShapes: { x: [1, 3, 4, 4] } });
    const { model: both, twinOf } = withTwin(forward, 'x', 'baseline');
    const twin = twinOf(forward.values.get('p')!);
    expect(twin.name).not.toBe('p');
    expect(both.graph.nodes.filter(({ op }) => op === 'Conv')).toHaveLength(2);
    expect(twinOf(forward.values.get('shared')!).name).toBe('shared');
    const outputs = [{ name: 'p' }, { name: twin.name }];
    const bytes = writeModel({ ...both, graph: { ...both.graph, outputs } }, 'reference');
    const session = await engine.createSession({ model: bytes, optimisation: 'basic' });
    const feed = (seed: number) => ({ type: 'float32', shape: [1, 3, 4, 4], data: numbers(48, seed) }) as const;
    const results = await session.run({ x: feed(1), baseline: feed(2) });
    const swapped = await session.run({ x: feed(2), baseline: feed(1) });
    expect(results[twin.name]!.data).toEqual(swapped.p!.data);
    expect(results.p!.data).toEqual(swapped[twin.name]!.data);
    expect(results.p!.data).not.toEqual(results[twin.name]!.data);
    await session.close();
  });

  it('needs an input that is there, and a name that is free', async () => {
    const forward = await specialise(model(), engine, { inputShapes: { x: [1, 3, 4, 4] } });
    expect(() => withTwin(forward, 'y', 'baseline')).toThrow("the model has no input 'y'");
    expect(() => withTwin(forward, 'x', 'r')).toThrow("already has a value or node named 'r'");
  });
});
