import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { writeModel } from '@smoothgrad/onnx';
import { expect, it } from 'vitest';
import { modelOf, node, weights } from '../../../../tests/support/graphs.ts';
import { createNodeEngine } from './createNodeEngine.ts';
import { operatorTimes, startProfiling } from './profiling.ts';

const kernel = (name: string, dur: number, args = {}) => ({ cat: 'Node', name: `${name}_kernel_time`, dur, args });

it('the times of an operator are gathered over all runs; what is not an operator is left out', () => {
  const args = {
    op_name: 'Conv',
    input_type_shape: [{ float: [1, 3, 8, 8] }, { float: [4, 3, 3, 3] }],
    output_type_shape: [{ float: [1, 4, 8, 8] }],
  };
  const trace = [
    { cat: 'Session', name: 'model_loading_uri', dur: 900 },
    kernel('features', 1500, args),
    { cat: 'Node', name: 'features_fence_before', dur: 7 },
    kernel('active', 20, { op_name: 'Relu' }),
    kernel('features', 1250, args),
  ];
  expect(operatorTimes(JSON.stringify(trace))).toEqual([
    {
      node: 'features',
      op: 'Conv',
      inputs: [
        [1, 3, 8, 8],
        [4, 3, 3, 3],
      ],
      outputs: [[1, 4, 8, 8]],
      milliseconds: [1.5, 1.25],
    },
    { node: 'active', op: 'Relu', inputs: [], outputs: [], milliseconds: [0.02] },
  ]);
});

it('a session made for it tells the times of its runs; others cannot', async () => {
  const engine = createNodeEngine({ workers: 1 });
  const model = writeModel(
    modelOf({
      inputs: { x: [2, 30] },
      nodes: [node('MatMul', ['x', 'w'], ['y'])],
      outputs: ['y'],
      constants: [weights('w', [30, 7])],
    }),
    'reference',
  );
  const feeds = { x: { type: 'float32', shape: [2, 30], data: new Float32Array(60).fill(1) } } as const;
  const session = await engine.createSession({ model, optimisation: 'basic', profile: true });
  for (let run = 0; run < 3; run++) await session.run(feeds);
  const [times] = await session.profile!();
  expect(times).toMatchObject({ node: 'MatMul_y', op: 'MatMul', outputs: [[2, 7]] });
  expect(times!.milliseconds).toHaveLength(3);
  await expect(session.profile!()).rejects.toThrow('not created to be profiled');
  expect((await engine.createSession({ model, optimisation: 'basic' })).profile).toBeUndefined();
  await engine.close();
});

it('a model that cannot be loaded leaves nothing on the disk', async () => {
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('smoothgrad-profile-'));
  const before = folders();
  const engine = createNodeEngine({ workers: 1 });
  const options = { model: Uint8Array.of(1, 2, 3), optimisation: 'basic', profile: true } as const;
  await expect(engine.createSession(options)).rejects.toThrow('could not be loaded');
  await engine.close();
  expect(folders().filter((name) => !before.includes(name))).toEqual([]);
});

it('nothing is left on the disk', () => {
  const profiling = startProfiling();
  const folder = dirname(profiling.options.profileFilePrefix!);
  expect(existsSync(folder)).toBe(true);
  expect(profiling.read()).toEqual([]);
  expect(existsSync(folder)).toBe(false);
});
