import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ElementType,
  type Engine,
  type EngineData,
  type EngineTensor,
  float32Tensor,
  type GraphNode,
  type Tensor,
  type ValueInfo,
  writeModel,
} from '@smoothgrad/onnx';
import { EngineClosedError, EngineError } from '@smoothgrad/onnx/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { createNodeEngine } from './createNodeEngine.ts';

const classifier = readFileSync(new URL('../../../../models/efficientnet-lite0/model.onnx', import.meta.url));

const node = (op: string, inputs: string[], outputs: string[]): GraphNode => ({
  op,
  domain: '',
  name: `the ${op}`,
  inputs,
  outputs,
  attributes: new Map(),
});

function encode(nodes: GraphNode[], inputs: ValueInfo[], outputs: ValueInfo[], weights: Tensor[] = []): Uint8Array {
  return writeModel(
    {
      irVersion: 8,
      producer: 'test',
      opsets: new Map([['', 17]]),
      graph: { name: 'g', nodes, inputs, outputs, initializers: new Map(weights.map((w) => [w.name, w])) },
      functions: [],
      metadata: new Map(),
    },
    'reference',
  );
}

const value = (name: string, elementType: ElementType, shape: (number | string | undefined)[]): ValueInfo => ({
  name,
  type: { elementType, shape },
});

/** y = x for a vector of any length. */
const identity = (type: ElementType) =>
  encode([node('Identity', ['x'], ['y'])], [value('x', type, ['n'])], [value('y', type, ['n'])]);

/** y = x w, w [2] in `weights.bin`. */
const external = encode(
  [node('Mul', ['x', 'w'], ['y'])],
  [value('x', 'float32', ['n', 2])],
  [value('y', 'float32', ['n', 2])],
  [{ name: 'w', type: 'float32', dims: [2], data: { kind: 'file', file: 'weights.bin', offset: 4, length: 8 } }],
);
const weightBytes = new Uint8Array(Float32Array.of(99, 2, -3).buffer);

const float32 = (data: number[], shape = [data.length]): EngineTensor => ({
  type: 'float32',
  shape,
  data: Float32Array.from(data),
});

const photo = (fill: number): EngineTensor => ({
  type: 'float32',
  shape: [1, 3, 224, 224],
  data: Float32Array.from({ length: 3 * 224 * 224 }, (_, i) => Math.sin(i * fill)),
});

let engine: Engine;
beforeAll(() => {
  engine = createNodeEngine({ workers: 2 });
});
afterAll(() => engine.close());

async function failure(promise: Promise<unknown>): Promise<EngineError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EngineError);
  expect((error as EngineError).message).not.toMatch(/[\r\n]/);
  return error as EngineError;
}

describe('the engine', () => {
  it('names its runtime and the number of workers', () => {
    expect(engine).toMatchObject({ name: 'onnxruntime-node 1.30.0', target: 'cpu', concurrency: 2 });
    expect(createNodeEngine().concurrency).toBeGreaterThanOrEqual(1);
    expect(createNodeEngine().concurrency).toBeLessThanOrEqual(4);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %s workers', (workers) => {
    expect(() => createNodeEngine({ workers })).toThrow(/whole number from 1 to \d+/);
  });

  it('computes what the runtime computes on the main thread, in whichever worker', async () => {
    const reference = await createTestEngine().createSession({ model: classifier, optimisation: 'all' });
    const session = await engine.createSession({ model: classifier, optimisation: 'all', parallel: 8 });
    expect(session.parallel).toBe(2);
    expect(session.inputs).toEqual([{ name: 'input', type: { elementType: 'float32', shape: ['N', 3, 224, 224] } }]);
    expect(session.outputs).toEqual([{ name: 'logits', type: { elementType: 'float32', shape: ['N', 1000] } }]);
    const photos = [0.1, 0.2, 0.3, 0.4].map(photo);
    const results = await Promise.all(photos.map((input) => session.run({ input })));
    for (const [i, input] of photos.entries()) {
      const { logits } = await reference.run({ input });
      expect(results[i]!.logits!.shape).toEqual([1, 1000]);
      expect(results[i]!.logits!.data).toEqual(logits!.data);
    }
    await session.close();
    await session.close();
    await reference.close();
    await expect(session.run({ input: photos[0]! })).rejects.toThrow(EngineClosedError);
  });

  it('answers every one of many outstanding runs with its own result', async () => {
    const session = await engine.createSession({ model: identity('float32'), optimisation: 'basic', parallel: 2 });
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => session.run({ x: float32([i, i / 2]) })));
    expect(answers.map(({ y }) => [...y!.data])).toEqual(Array.from({ length: 200 }, (_, i) => [i, i / 2]));
    await session.close();
  });

  it('leaves feeds alone, and lets the caller change them at once', async () => {
    const session = await engine.createSession({ model: identity('uint8'), optimisation: 'all' });
    const pooled = Buffer.from([9, 1, 2, 3, 9]).subarray(1, 4);
    const pending = session.run({ x: { type: 'uint8', shape: [3], data: pooled } });
    pooled[0] = 77;
    expect([...(await pending).y!.data]).toEqual([1, 2, 3]);
    expect([...pooled]).toEqual([77, 2, 3]);
    await session.close();
  });

  it('does not take the memory of the model away', async () => {
    const model = Buffer.from(identity('float32'));
    await (await engine.createSession({ model, optimisation: 'all', parallel: 2 })).close();
    expect(model.equals(identity('float32'))).toBe(true);
  });

  it('holds several sessions at once', async () => {
    const sessions = await Promise.all(
      ['float32', 'int32', 'float64'].map((type) =>
        engine.createSession({ model: identity(type as ElementType), optimisation: 'all', parallel: 2 }),
      ),
    );
    const answers = await Promise.all([
      sessions[0]!.run({ x: float32([1.5]) }),
      sessions[1]!.run({ x: { type: 'int32', shape: [1], data: Int32Array.of(-7) } }),
      sessions[2]!.run({ x: { type: 'float64', shape: [1], data: Float64Array.of(0.1) } }),
    ]);
    expect(answers.map(({ y }) => y!.data[0])).toEqual([1.5, -7, 0.1]);
    await Promise.all(sessions.map((session) => session.close()));
  });

  it('fetches only what is asked for', async () => {
    const model = encode(
      [node('Identity', ['x'], ['a']), node('Neg', ['x'], ['b'])],
      [value('x', 'float32', [1])],
      [value('a', 'float32', [1]), value('b', 'float32', [1])],
    );
    const session = await engine.createSession({ model, optimisation: 'all' });
    expect(Object.keys(await session.run({ x: float32([4]) }))).toEqual(['a', 'b']);
    expect(await session.run({ x: float32([4]) }, ['b'])).toEqual({ b: float32([-4]) });
    expect(await session.run({ x: float32([4]) }, [])).toEqual({});
    await session.close();
  });
});

describe('element types', () => {
  const samples: [ElementType, EngineData][] = [
    ['float32', Float32Array.of(1.5, -0, Number.NaN)],
    ['float64', Float64Array.of(0.1, 1e300, 2)],
    ['float16', Uint16Array.of(0x3e00, 0x7bff, 0x0001)],
    ['int8', Int8Array.of(-128, 0, 127)],
    ['uint8', Uint8Array.of(0, 128, 255)],
    ['bool', Uint8Array.of(1, 0, 1)],
    ['int16', Int16Array.of(-32768, 0, 32767)],
    ['uint16', Uint16Array.of(0, 1, 65535)],
    ['int32', Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1)],
    ['uint32', Uint32Array.of(0, 1, 2 ** 32 - 1)],
    ['int64', BigInt64Array.of(-(2n ** 63n), 0n, 2n ** 63n - 1n)],
    ['uint64', BigUint64Array.of(0n, 1n, 2n ** 64n - 1n)],
  ];
  it.each(samples)('%s goes through unchanged', async (type, data) => {
    const session = await engine.createSession({ model: identity(type), optimisation: 'all' });
    expect(session.inputs).toEqual([{ name: 'x', type: { elementType: type, shape: ['n'] } }]);
    expect((await session.run({ x: { type, shape: [3], data } })).y).toEqual({ type, shape: [3], data });
    await session.close();
  });

  it('refuses data in the wrong array, of the wrong length, or of a type without numbers', async () => {
    const session = await engine.createSession({ model: identity('float32'), optimisation: 'all' });
    const run = (x: EngineTensor) => failure(session.run({ x }));
    expect((await run({ type: 'float32', shape: [1], data: Int8Array.of(1) })).message).toBe(
      "the run failed: 'x' is of type float32: its data must be a Float32Array, not a Int8Array",
    );
    expect((await run(float32([1, 2], [3]))).message).toMatch(/shape \[3\], so 3 elements, but its data has 2/);
    expect((await run({ type: 'bfloat16', shape: [1], data: Uint16Array.of(1) })).message).toMatch(/bfloat16/);
    expect((await run({ type: 'int8', shape: [1], data: Int8Array.of(1) })).message).toMatch(/int8/);
    await session.close();
  });
});

describe('types of values', () => {
  it('come from the runtime for outputs without a type, with symbols and unknown dimensions', async () => {
    const model = encode(
      [node('Shape', ['x'], ['shape']), node('Greater', ['x', 'one'], ['larger']), node('NonZero', ['x'], ['where'])],
      [value('x', 'float32', ['n', 3, undefined])],
      [{ name: 'shape' }, { name: 'larger' }, { name: 'where' }],
      [float32Tensor('one', [], [1])],
    );
    const session = await engine.createSession({ model, optimisation: 'basic' });
    expect(session.inputs[0]!.type).toEqual({ elementType: 'float32', shape: ['n', 3, undefined] });
    const types = Object.fromEntries(session.outputs.map(({ name, type }) => [name, type]));
    expect(types.shape).toEqual({ elementType: 'int64', shape: [3] });
    expect(types.larger).toEqual({ elementType: 'bool', shape: ['n', 3, undefined] });
    expect(types.where!.elementType).toBe('int64');
    expect(types.where!.shape![0]).toBe(3);
    await session.close();
  });

  it('are undefined where the value is not a tensor', async () => {
    const model = encode([node('SequenceConstruct', ['x'], ['s'])], [value('x', 'float32', [2])], [{ name: 's' }]);
    const session = await engine.createSession({ model, optimisation: 'basic' });
    expect(session.outputs).toEqual([{ name: 's', type: undefined }]);
    expect((await failure(session.run({ x: float32([1, 2]) }))).message).toMatch(/^the run failed: /);
    await session.close();
  });
});

describe('external weights', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-engine-'));
  writeFileSync(join(folder, 'weights.bin'), weightBytes);
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['a folder', { folder }],
    ['bytes', { files: new Map([['weights.bin', weightBytes]]) }],
    [
      'bytes that are part of a larger array',
      { files: new Map([['weights.bin', new Uint8Array([1, 2, ...weightBytes]).subarray(2)]]) },
    ],
  ])('are read from %s', async (_, weights) => {
    const session = await engine.createSession({ model: external, weights, optimisation: 'all', parallel: 2 });
    const runs = [1, 2, 3].map((x) => session.run({ x: float32([x, 10], [1, 2]) }));
    expect((await Promise.all(runs)).map(({ y }) => [...y!.data])).toEqual([
      [2, -30],
      [4, -30],
      [6, -30],
    ]);
    await session.close();
    expect(weightBytes.byteLength).toBe(12);
  });

  it('are missed in one line', async () => {
    const missing = { folder: join(folder, 'nowhere') };
    const create = engine.createSession({ model: external, weights: missing, optimisation: 'all', parallel: 2 });
    expect((await failure(create)).message).toMatch(/^the model could not be loaded: .*weights\.bin/);
  });
});

describe('refusals', () => {
  it.each([
    ['nothing', new Uint8Array(0)],
    ['text', new TextEncoder().encode('hello')],
    ['half a model', classifier.subarray(0, classifier.length / 2)],
  ])('%s is not a model', async (_, model) => {
    expect((await failure(engine.createSession({ model, optimisation: 'all' }))).message).toMatch(
      /^the model could not be loaded: /,
    );
  });

  it('an operator the runtime does not know is named', async () => {
    const model = encode([node('Nonsense', ['x'], ['y'])], [value('x', 'float32', [1])], [value('y', 'float32', [1])]);
    expect((await failure(engine.createSession({ model, optimisation: 'all' }))).message).toMatch(/Nonsense/);
  });

  it('wrong feeds and fetches are named, and the session stays usable', async () => {
    const session = await engine.createSession({
      model: external,
      weights: { files: new Map([['weights.bin', weightBytes]]) },
      optimisation: 'all',
    });
    const x = float32([1, 1], [1, 2]);
    expect((await failure(session.run({}))).message).toBe("the run lacks a tensor for the input 'x'");
    expect((await failure(session.run({ x, z: x }))).message).toBe("the model has no inputs 'z': its inputs are 'x'");
    expect((await failure(session.run({ x }, ['q']))).message).toBe(
      "the model has no outputs 'q': its outputs are 'y'",
    );
    expect((await failure(session.run({ x: float32([1, 2, 3], [1, 3]) }))).message).toMatch(
      /^the run failed: .*index: 1 Got: 3 Expected: 2/,
    );
    expect([...(await session.run({ x })).y!.data]).toEqual([2, -3]);
    await session.close();
  });

  it('a failure inside an operator names the node', async () => {
    const model = encode(
      [node('Gather', ['table', 'x'], ['y'])],
      [value('x', 'int64', [1])],
      [value('y', 'float32', [1])],
      [float32Tensor('table', [2], [5, 6])],
    );
    const session = await engine.createSession({ model, optimisation: 'all' });
    const run = (i: bigint) => session.run({ x: { type: 'int64', shape: [1], data: BigInt64Array.of(i) } });
    expect([...(await run(1n)).y!.data]).toEqual([6]);
    const { message } = await failure(run(5n));
    expect(message).toMatch(/^the run failed: .*the Gather/);
    expect(message).not.toMatch(/\.cc:/);
    await session.close();
  });
});

describe('closing', () => {
  it('rejects pending runs and loads at once, and twice is fine', async () => {
    const closing = createNodeEngine({ workers: 2 });
    const session = await closing.createSession({ model: classifier, optimisation: 'all', parallel: 2 });
    const runs = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((fill) => session.run({ input: photo(fill) }));
    const load = closing.createSession({ model: classifier, optimisation: 'all' });
    const settled = Promise.allSettled([...runs, load]);
    const start = performance.now();
    const done = Promise.all([closing.close(), closing.close()]);
    for (const result of await settled) {
      expect(result.status).toBe('rejected');
      expect((result as PromiseRejectedResult).reason).toBeInstanceOf(EngineClosedError);
    }
    const rejected = performance.now() - start;
    await done;
    await closing.close();
    await session.close();
    expect(rejected).toBeLessThan(50);
    await expect(closing.createSession({ model: classifier, optimisation: 'all' })).rejects.toThrow(EngineClosedError);
    await expect(session.run({ input: photo(1) })).rejects.toThrow(EngineClosedError);
  });

  it('of a session rejects the runs nobody began and lets the begun one end', async () => {
    const single = createNodeEngine({ workers: 1 });
    const session = await single.createSession({ model: classifier, optimisation: 'all' });
    const runs = Promise.allSettled([session.run({ input: photo(0.1) }), session.run({ input: photo(0.2) })]);
    await session.close();
    expect((await runs).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await single.close();
  });
});
