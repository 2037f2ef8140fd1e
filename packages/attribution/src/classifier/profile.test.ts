import { type Engine, type OperatorTimes, writeModel } from '@smoothgrad/onnx';
import { describe, expect, it } from 'vitest';
import { modelOf, node, weights } from '../../../../tests/support/graphs.ts';
import { profileExplainer } from './profile.ts';

/** Its clock says what it is told; a product of matrices takes 10 ms at best. */
function fakeEngine(times: readonly OperatorTimes[]): Engine {
  const product: OperatorTimes = { node: 'peak', op: 'MatMul', inputs: [], outputs: [], milliseconds: [1, 12, 10, 11] };
  let sessions = 0;
  return {
    name: 'fake',
    target: 'cpu',
    concurrency: 1,
    async createSession() {
      const isPeak = sessions++ === 0;
      return {
        parallel: 1,
        inputs: [],
        outputs: [],
        run: async () => ({}),
        profile: async () => (isPeak ? [product] : times),
        close: async () => {},
      };
    },
    close: async () => {},
  };
}

const model = writeModel(
  modelOf({
    inputs: { x: [1, 4, 5, 5] },
    nodes: [{ ...node('ConvTranspose', ['x', 'w'], ['y']), name: 'grad/stem/ConvTranspose' }],
    outputs: ['y'],
    constants: [weights('w', [4, 3, 2, 2])],
  }),
  'reference',
);

const times = (op: string, name: string, shapes: Partial<OperatorTimes>, milliseconds: number[]): OperatorTimes => ({
  node: name,
  op,
  inputs: [],
  outputs: [],
  ...shapes,
  milliseconds,
});

describe('the profile of an explainer', () => {
  const operators = [
    // The first run does not count. 2·100·27 operations in 2 ms, and in 4 ms.
    times(
      'Conv',
      'a',
      {
        inputs: [
          [1, 3, 9, 9],
          [4, 3, 3, 3],
        ],
        outputs: [[1, 4, 5, 5]],
      },
      [9, 2, 3, 1],
    ),
    times(
      'Conv',
      'b',
      {
        inputs: [
          [1, 3, 9, 9],
          [4, 3, 3, 3],
        ],
        outputs: [[1, 4, 5, 5]],
      },
      [9, 4, 4, 4],
    ),
    // 7 · 30 · 11, whichever way the factor lies.
    times('FusedMatMul', 'grad/c', { inputs: [[30, 7]], outputs: [[7, 11]] }, [9, 1, 1, 1]),
    times(
      'ConvTranspose',
      'grad/stem/ConvTranspose',
      { inputs: [[1, 4, 5, 5]], outputs: [[1, 3, 6, 6]] },
      [9, 2, 2, 2],
    ),
    times('Relu', 'e', {}, [9, 1, 1, 1]),
  ];

  it('adds up medians by operator and pass, slowest first', async () => {
    const { milliseconds, rows } = await profileExplainer(model, fakeEngine(operators), { feeds: {}, runs: 3 });
    expect(milliseconds).toBe(10);
    expect(rows.map(({ op, pass, nodes, milliseconds: ms, share }) => [op, pass, nodes, ms, share])).toEqual([
      ['Conv', 'forward', 2, 6, 0.6],
      ['ConvTranspose', 'backward', 1, 2, 0.2],
      ['FusedMatMul', 'backward', 1, 1, 0.1],
      ['Relu', 'forward', 1, 1, 0.1],
    ]);
  });

  it('counts two operations for a multiply-add, and compares with a large matrix product', async () => {
    const profile = await profileExplainer(model, fakeEngine(operators), { feeds: {}, runs: 3 });
    const peak = (2 * 1024 ** 3) / 10e6;
    expect(profile.peakGflopsPerSecond).toBeCloseTo(peak, 9);
    const rates = [(2 * 2 * 100 * 27) / 6e6, (2 * 100 * 12) / 2e6, (2 * 7 * 30 * 11) / 1e6, null];
    expect(profile.rows.map(({ gflopsPerSecond }) => gflopsPerSecond)).toEqual(
      rates.map((rate) => (rate === null ? null : expect.closeTo(rate, 9))),
    );
    expect(profile.rows[0]!.peakShare).toBeCloseTo(rates[0]! / peak, 12);
  });

  it('feeds what the graph takes and nothing else: zeros where nothing is said', async () => {
    const fed: unknown[] = [];
    const { createSession, ...engine } = fakeEngine([]);
    const watched: Engine = {
      ...engine,
      createSession: async (options) => ({
        ...(await createSession(options)),
        inputs: ['x', 'cotangent_1'].map((name) => ({ name, type: { elementType: 'float32', shape: [1, 2] } })),
        run: async (feeds) => {
          fed.push(Object.fromEntries(Object.entries(feeds).map(([name, { data }]) => [name, [...data]])));
          return {};
        },
      }),
    };
    const feed = (data: Float32Array) => ({ type: 'float32', shape: [1, 2], data }) as const;
    const feeds = { x: feed(Float32Array.of(3, 4)), cotangent: feed(Float32Array.of(1, 0)) };
    await profileExplainer(model, watched, { feeds, runs: 1 });
    expect(fed.at(-1)).toEqual({ x: [3, 4], cotangent_1: [0, 0] });
  });

  it('says where an engine cannot measure', async () => {
    const { createSession, ...engine } = fakeEngine([]);
    const blind: Engine = {
      ...engine,
      createSession: async (options) => ({ ...(await createSession(options)), profile: undefined }),
    };
    await expect(profileExplainer(model, blind, { feeds: {}, runs: 1 })).rejects.toThrow(
      'fake cannot measure operators',
    );
  });
});
