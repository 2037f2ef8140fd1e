import { differentiate, standard } from '@smoothgrad/autodiff';
import {
  type EngineTensor,
  initializersToInputs,
  type Model,
  normalise,
  specialise,
  writeModel,
} from '@smoothgrad/onnx';
import { afterAll, describe, expect, test } from 'vitest';
import { numbers } from './support/graphs.ts';
import { smoothCnn, smoothVit } from './support/smoothNetworks.ts';
import { createTestEngine } from './support/testEngine.ts';

/**
 * Whole networks differentiated by image and weights, and twice. First derivatives are held to central differences of the logits,
 * second ones to central differences of the first, all in ONNX Runtime's float32: hence the steps and tolerances.
 */
const engine = createTestEngine();
afterAll(() => engine.close());

type Feeds = Record<string, EngineTensor>;
const tensor = (shape: readonly number[], data: Float32Array): EngineTensor => ({ type: 'float32', shape, data });

/** The network with `weights` as further inputs, and a point to evaluate it at. */
async function prepare(model: Model, weights: readonly string[]) {
  const open = initializersToInputs(normalise(model), weights);
  const inputShapes = Object.fromEntries(open.graph.inputs.map(({ name, type }) => [name, type!.shape as number[]]));
  const network = await specialise(open, engine, { inputShapes });
  const feeds: Feeds = {
    image: tensor(
      inputShapes.image!,
      numbers(
        inputShapes.image!.reduce((a, b) => a * b),
        77,
      ),
    ),
  };
  for (const name of weights) {
    const { data, dims } = model.graph.initializers.get(name)!;
    const bytes = (data as { bytes: Uint8Array }).bytes;
    feeds[name] = tensor(dims, new Float32Array(bytes.slice().buffer));
  }
  return { network, feeds };
}

async function evaluate(model: Model, outputs: readonly string[], feeds: Feeds) {
  const graph = { ...model.graph, outputs: outputs.map((name) => ({ name })) };
  const session = await engine.createSession({
    model: writeModel({ ...model, graph }, 'reference'),
    optimisation: 'all',
  });
  return { run: (at: Feeds) => session.run({ ...feeds, ...at }), close: () => session.close() };
}

/** d⟨u, f⟩ along a direction of one input, by a central difference. */
async function directional(
  run: (at: Feeds) => Promise<Feeds>,
  {
    output,
    u,
    input,
    at,
    direction,
    step,
  }: { output: string; u: Float32Array; input: string; at: EngineTensor; direction: Float32Array; step: number },
) {
  const value = async (sign: number) => {
    const moved = (at.data as Float32Array).map((x, i) => x + sign * step * direction[i]!);
    const y = (await run({ [input]: tensor(at.shape, moved) }))[output]!.data as Float32Array;
    return y.reduce((sum, each, i) => sum + each * u[i]!, 0);
  };
  return ((await value(1)) - (await value(-1))) / (2 * step);
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

const networks: readonly [string, Model, readonly string[]][] = [
  ['a smooth CNN', smoothCnn(), ['w1', 'b1', 'w2', 'w3', 'w4', 'b4']],
  [
    'a small ViT',
    smoothVit(),
    ['patches', 'positions', 'class_token', 'g1', 'h1', 'w_qkv', 'b_qkv', 'w_out', 'w_up', 'w_head', 'b_head'],
  ],
];

describe.each(networks)('%s', (_, model, weights) => {
  test('the gradients by image and weights are the derivatives of the logits', async () => {
    const { network, feeds } = await prepare(model, weights);
    const wrt = ['image', ...weights];
    const first = differentiate(network, { of: 'logits', wrt, rules: standard, cotangent: 'c' });
    const c = numbers(5, 31);
    const all = { ...feeds, c: tensor([1, 5], c) };
    const gradients = await evaluate(first.model, [...first.gradients.values()], all);
    const forward = await evaluate(network, ['logits'], feeds);
    const found = await gradients.run({});
    expect([...first.gradients.keys()].sort()).toEqual([...wrt].sort());
    for (const [input, name] of first.gradients) {
      const at = feeds[input]!;
      const direction = numbers(at.data.length, 41);
      const expected = await directional(forward.run, { output: 'logits', u: c, input, at, direction, step: 3e-3 });
      const gradient = found[name]!.data as Float32Array;
      expect(found[name]!.shape, input).toEqual(at.shape);
      expect(Math.abs(dot(gradient, direction) - expected), input).toBeLessThan(2e-3 * scaleOf(gradient));
    }
    await Promise.all([gradients.close(), forward.close()]);
  });

  test('the gradient of ‖∂S/∂image‖², the penalty of training with gradients, by image and weights', async () => {
    const { network, feeds } = await prepare(model, weights);
    const wrt = ['image', ...weights];
    const first = differentiate(network, { of: 'logits', wrt: ['image'], rules: standard, cotangent: 'c' });
    const gradient = first.gradients.get('image')!;
    const second = differentiate(first.model, { of: gradient, wrt, rules: standard, cotangent: 'u' });
    const c = tensor([1, 5], numbers(5, 31));
    const once = await evaluate(first.model, [gradient], { ...feeds, c });
    const g = (await once.run({}))[gradient]!;
    const names = [...second.gradients.values()];
    const twice = await evaluate(second.model, names, { ...feeds, c, u: g });
    const found = await twice.run({});
    // The penalty does not depend on a bias added to the logits.
    expect([...second.gradients.keys()].sort()).toEqual(wrt.filter((name) => !/^b(4|_head)$/.test(name)).sort());
    for (const [input, name] of second.gradients) {
      const at = feeds[input]!;
      const direction = numbers(at.data.length, 43);
      const u = g.data as Float32Array;
      const expected = await directional(once.run, { output: gradient, u, input, at, direction, step: 3e-3 });
      const product = found[name]!.data as Float32Array;
      expect(Math.abs(dot(product, direction) - expected), input).toBeLessThan(3e-3 * scaleOf(product));
    }
    await Promise.all([once.close(), twice.close()]);
  });
});

/** ‖gradient‖: a directional derivative along numbers in [-1, 1) is of this size. */
const scaleOf = (gradient: Float32Array) => Math.sqrt(dot(gradient, gradient));
