import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeNpz, encodeNpy } from '@smoothgrad/attribution';
import { readModel } from '@smoothgrad/onnx';
import { readProvenance } from '@smoothgrad/render';
import * as ort from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { at, emptyFolder, explain, files, fixtures, tiny, writeFixtures } from './support/cliFixtures.ts';
import { numbers } from './support/graphs.ts';
import { interruptSmoothgrad, runSmoothgrad, runSmoothgradWith } from './support/runSmoothgrad.ts';
import { repositoryRoot } from './support/shared.ts';

beforeAll(writeFixtures);

const provenanceOf = (path: string) => readProvenance(readFileSync(path)) as Record<string, unknown>;

describe.concurrent('explain', () => {
  it('explains a bundled photo with the bundled classifier', async () => {
    const cwd = emptyFolder();
    const photo = join(repositoryRoot, 'photos/coffee.jpg');
    const { code, stdout, stderr } = await explain(cwd, photo, '-n', '4');
    expect(code).toBe(0);
    // What PyTorch makes of it: photos/CREDITS.md.
    expect(stdout).toMatch(/95\.7 % {2}espresso \(967\)/);
    expect(stdout).toContain('espresso (967), the top class');
    expect(stdout).toContain("from the tensor 'logits'; softmax assumed");
    expect(stdout).toContain('coffee.smoothgrad.espresso.png');
    expect(stderr.trimEnd().split('\n')).toHaveLength(4);
    expect(stderr).toContain('4 of 4 samples, relative standard error');
    expect(files(cwd)).toEqual(['coffee.smoothgrad.espresso.png']);
    const provenance = provenanceOf(join(cwd, 'coffee.smoothgrad.espresso.png'));
    expect(provenance).toMatchObject({
      photo: 'coffee.jpg',
      method: 'smoothgrad',
      samples: 4,
      seed: 0,
      target: { index: 967 },
    });
    expect(JSON.stringify(provenance)).not.toContain(repositoryRoot);
  });

  it('keeps the compiled model for the next time, unless told not to', async () => {
    const cwd = emptyFolder();
    await cp(at('softmax.onnx'), join(cwd, 'softmax.onnx'));
    utimesSync(join(cwd, 'softmax.onnx'), 1e9, 1e9);
    const cache = join(cwd, 'cache');
    const ours = join(cache, 'smoothgrad');
    const kept = () => (existsSync(ours) ? files(ours) : []);
    const run = (...flags: string[]) => {
      const args = ['explain', at('photo.png'), '--model', 'softmax.onnx', '-n', '2', '-f', ...flags];
      return runSmoothgradWith({ XDG_CACHE_HOME: cache }, cwd, ...args, '--save', 'map.npz');
    };
    const map = () => decodeNpz(readFileSync(join(cwd, 'map.npz'))).map!.data;
    expect((await run('--no-cache')).code).toBe(0);
    expect(kept()).toEqual([]);
    const expected = map();
    for (const times of [1, 2]) {
      expect((await run()).code, `${times}`).toBe(0);
      expect(kept(), `${times}`).toHaveLength(2);
      expect(map(), `${times}`).toEqual(expected);
    }
  });

  it('prints one JSON object per photo, method and target, and saves the numbers', async () => {
    const cwd = emptyFolder();
    const { code, stdout } = await explain(
      cwd,
      at('photo.png'),
      at('missing.png'),
      at('other.jpg'),
      ...tiny,
      '--json',
      '--method',
      'gradient,smoothgrad',
      '--target',
      'cup',
      '--target',
      'tiger cat',
      '-o',
      'maps/',
      '--save',
      'numbers/',
    );
    expect(code).toBe(1);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ photo, method, target, error }) => [photo, error ?? `${method} ${target.label}`])).toEqual([
      [at('photo.png'), 'gradient cup'],
      [at('photo.png'), 'gradient tiger cat'],
      [at('photo.png'), 'smoothgrad cup'],
      [at('photo.png'), 'smoothgrad tiger cat'],
      [at('missing.png'), expect.stringContaining('does not exist')],
      [at('other.jpg'), 'gradient cup'],
      [at('other.jpg'), 'gradient tiger cat'],
      [at('other.jpg'), 'smoothgrad cup'],
      [at('other.jpg'), 'smoothgrad tiger cat'],
    ]);
    const smooth = lines[2];
    const sha256 = createHash('sha256')
      .update(readFileSync(at('tiny.onnx')))
      .digest('hex');
    expect(smooth).toMatchObject({
      model: { file: at('tiny.onnx'), sha256 },
      input: { name: 'image', shape: [1, 3, 8, 8], layout: 'NCHW', channels: 'RGB' },
      scores: { tensor: 'logits', kind: 'logit' },
      target: { index: 2, label: 'cup', logit: expect.any(Number), probability: expect.any(Number) },
      samples: 2,
      noise: { level: 0.15, sigma: expect.any(Number), space: 'pixel' },
      seed: 0,
      seconds: expect.any(Number),
      outputs: ['maps/photo.smoothgrad.cup.png', 'numbers/photo.smoothgrad.cup.npz'],
      versions: { smoothgrad: '0.1.0', 'onnxruntime-node': expect.any(String), node: process.versions.node },
    });
    expect(Object.keys(smooth)).toEqual(
      expect.arrayContaining(['relativeStandardError', 'labelAgreement', 'targetProbabilityUnderNoise']),
    );
    expect(smooth.predictions).toHaveLength(4);
    expect(Object.keys(smooth.predictions[0])).toEqual(['index', 'label', 'probability']);
    // Each map, and for each photo all of them in one picture.
    expect(files(join(cwd, 'maps'))).toHaveLength(8 + 2);
    const arrays = decodeNpz(readFileSync(join(cwd, 'numbers/photo.smoothgrad.cup.npz')));
    expect(Object.entries(arrays).map(([name, { dtype, shape }]) => [name, dtype, shape])).toEqual(
      ['map', 'standard_error', 'input'].map((name) => [name, 'float32', [3, 8, 8]]),
    );
  });

  it('takes a prepared tensor, with noise in its own space, and is the plain gradient for n = 1 and no noise', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'x.npy'), encodeNpy({ shape: [1, 3, 8, 8], data: numbers(192) }));
    const args = ['--input', 'x.npy', '--model', at('dynamic.onnx'), '--json', '--quiet', '--save', './'];
    const smooth = await explain(cwd, ...args, '-n', '1', '--noise', '0');
    const plain = await explain(cwd, ...args, '--method', 'gradient');
    expect([smooth.code, smooth.stderr, plain.code, plain.stderr]).toEqual([0, '', 0, '']);
    expect(JSON.parse(smooth.stdout)).toMatchObject({
      photo: 'x.npy',
      noise: { level: 0, sigma: 0, space: 'input' },
      relativeStandardError: null,
      labelAgreement: 1,
    });
    expect(JSON.parse(plain.stdout)).toMatchObject({ noise: null, seed: null, labelAgreement: null });
    const [a, b] = [smooth, plain].map(({ stdout }) =>
      decodeNpz(readFileSync(join(cwd, JSON.parse(stdout).outputs[1]))),
    );
    expect(a!.map).toEqual(b!.map);
    expect([...(a!.input!.data as Float32Array)]).toEqual([...numbers(192)]);
    expect((a!.standard_error!.data as Float32Array).every(Number.isNaN)).toBe(true);
    writeFileSync(join(cwd, 'y.npy'), encodeNpy({ shape: [3, 8, 8], data: numbers(192) }));
    const wrong = await explain(cwd, '--input', 'y.npy', '--model', at('tiny.onnx'), '--json');
    const message = "y.npy has the shape [3,8,8]; the model's input 'image' is [1,3,8,8]";
    expect(wrong).toEqual({
      code: 1,
      stdout: `${JSON.stringify({ photo: 'y.npy', error: message })}\n`,
      stderr: `smoothgrad: ${message}\n`,
    });
  });

  it('keeps files that are not its own, and checks before it computes', async () => {
    const cwd = emptyFolder();
    const name = 'photo.smoothgrad.crane.png';
    const args = [at('photo.png'), ...tiny, '--target', 'crane'];
    writeFileSync(join(cwd, name), 'mine');
    const refused = await explain(cwd, ...args);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^smoothgrad: .*--force\n$/) });
    expect(readFileSync(join(cwd, name), 'utf8')).toBe('mine');
    expect((await explain(cwd, ...args, '--force')).code).toBe(0);
    expect(provenanceOf(join(cwd, name))).toMatchObject({ seed: 0 });
    expect((await explain(cwd, ...args, '--seed', '5')).code).toBe(0);
    expect(provenanceOf(join(cwd, name))).toMatchObject({ seed: 5 });
    expect(files(cwd)).toEqual([name]);
  });

  it('does not let photos of one name overwrite each other', async () => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, 'a'));
    await cp(at('photo.png'), join(cwd, 'photo.png'));
    await cp(at('other.jpg'), join(cwd, 'a/photo.jpg'));
    expect((await explain(cwd, 'photo.png', 'a/photo.jpg', ...tiny, '--target', '1', '-o', 'a')).code).toBe(0);
    expect(files(join(cwd, 'a'))).toEqual([
      'photo-1.smoothgrad.tiger-cat.png',
      'photo-2.smoothgrad.tiger-cat.png',
      'photo.jpg',
    ]);
  });

  it('says what it assumes, and what can mislead', async () => {
    const cwd = emptyFolder();
    const args = ['--model', at('softmax.onnx'), '-n', '2', '--quiet', '--workers', '1'];
    const { code, stderr } = await explain(cwd, at('constant.png'), at('photo.png'), ...args, '--score', 'probability');
    expect(code).toBe(0);
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^smoothgrad: no preprocessing is published .* assuming .*mean 0\.485/);
    expect(lines[1]).toMatch(/p\(1 − p\)/);
    expect(lines[2]).toMatch(/constant\.png .* σ = 0/);
  });

  it('draws every layout and sign, and previews where it is asked to', async () => {
    const cwd = emptyFolder();
    const looks = [
      ['--layout', 'map', '--signed'],
      ['--layout', 'overlay', '--colormap', 'inferno', '--preview'],
      ['--positive', '--times-image'],
    ];
    for (const [i, look] of looks.entries()) {
      const { code, stdout } = await explain(cwd, at('photo.png'), ...tiny, ...look, '-o', `${i}.png`);
      expect(code).toBe(0);
      // As wide as the map.
      expect(/^[ .:\-=+*#%@]{8}$/m.test(stdout)).toBe(look.includes('--preview'));
    }
    expect(files(cwd)).toEqual(['0.png', '1.png', '2.png']);
  });

  it('stops at once at Ctrl-C and leaves nothing', async () => {
    const cwd = emptyFolder();
    const photo = join(repositoryRoot, 'photos/cat.jpg');
    const { code, stdout, stderr, milliseconds } = await interruptSmoothgrad(
      cwd,
      'explain',
      photo,
      '-n',
      '400',
      '--save',
      'a.npz',
    );
    expect(code).toBe(130);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/smoothgrad: stopped\n$/);
    expect(milliseconds).toBeLessThan(5000);
    expect(files(cwd)).toEqual([]);
  });
});

describe.concurrent('compile', () => {
  it('writes an explainer that any runtime runs, with weights by reference beside the model and embedded elsewhere', async () => {
    const cwd = emptyFolder();
    const models = join(cwd, 'models');
    await cp(join(repositoryRoot, 'models/efficientnet-lite0'), models, { recursive: true });
    const beside = await runSmoothgrad(cwd, 'compile', 'models', '-o', 'models/explainer.onnx');
    expect(beside).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/by reference: keep it beside model\.onnx/),
    });
    const elsewhere = await runSmoothgrad(cwd, 'compile', 'models/model.onnx', '-o', 'explainer.onnx');
    expect(elsewhere).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('weights  embedded') });
    const [small, large] = ['models/explainer.onnx', 'explainer.onnx'].map((name) => readFileSync(join(cwd, name)));
    expect(small!.length).toBeLessThan(200_000);
    expect(large!.length).toBeGreaterThan(9_000_000);
    const golden = decodeNpz(readFileSync(join(repositoryRoot, 'golden/coffee.npz')));
    const [byReference, embedded] = await Promise.all(
      ['models/explainer.onnx', 'explainer.onnx'].map((name) => gradientOf(join(cwd, name), golden)),
    );
    for (const found of [byReference!, embedded!]) expect(found).toBeLessThan(2e-2);
  });

  it('takes a batch, and refuses to overwrite models', async () => {
    const cwd = emptyFolder();
    await cp(at('tiny.onnx'), join(cwd, 'tiny.onnx'));
    await cp(at('softmax.onnx'), join(cwd, 'other.onnx'));
    const before = readFileSync(join(cwd, 'tiny.onnx'));
    const compile = (...args: string[]) => runSmoothgrad(cwd, 'compile', 'tiny.onnx', ...args);
    expect(await compile('-o', 'tiny.onnx', '--force')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('never overwritten'),
    });
    expect(await compile('-o', 'other.onnx')).toMatchObject({ code: 1, stderr: expect.stringContaining('--force') });
    expect(await compile('-o', 'e.bin')).toMatchObject({ code: 2, stderr: expect.stringContaining('.onnx') });
    expect((await compile('-o', 'e.onnx', '--batch', '3', '--embed-weights')).code).toBe(0);
    expect((await compile('-o', 'e.onnx', '--batch', '2')).code).toBe(0);
    expect(readFileSync(join(cwd, 'tiny.onnx'))).toEqual(before);
    const { graph } = readModel(readFileSync(join(cwd, 'e.onnx')), 'e.onnx');
    const shapes = (values: typeof graph.inputs) => values.map(({ name, type }) => [name, type?.shape]);
    expect(shapes(graph.inputs)).toEqual([
      ['image', [2, 3, 8, 8]],
      ['cotangent', [2, 4]],
    ]);
    expect(shapes(graph.outputs)).toEqual([
      ['scores', [2, 4]],
      ['gradient', [2, 3, 8, 8]],
    ]);
    expect(files(cwd)).toEqual(['e.onnx', 'other.onnx', 'tiny.onnx']);
  });

  it('is made for the runtime it is asked for', async () => {
    const cwd = emptyFolder();
    const compile = (target: string) =>
      runSmoothgrad(cwd, 'compile', at('norm.onnx'), '-o', `${target}.onnx`, '--target', target);
    expect((await compile('cpu')).code).toBe(0);
    expect((await compile('webgpu')).code).toBe(0);
    const typesOf = (name: string) =>
      [...readModel(readFileSync(join(cwd, `${name}.onnx`)), name).graph.nodes]
        .filter(({ op }) => op === 'Cast')
        .map(({ attributes }) => attributes.get('to')?.value);
    // WebGPU has no float64 (11), in which the constants of a BatchNormalization are computed elsewhere.
    expect(typesOf('cpu')).toContain(11n);
    expect(typesOf('webgpu')).not.toContain(11n);
    expect(await compile('abacus')).toMatchObject({ code: 2, stderr: expect.stringContaining('cpu, wasm, webgpu') });
  });

  it('writes nothing where there is no gradient', async () => {
    const cwd = emptyFolder();
    const { code, stderr } = await runSmoothgrad(cwd, 'compile', at('random.onnx'), '-o', 'e.onnx');
    expect([code, stderr]).toEqual([1, expect.stringContaining('Bernoulli')]);
    expect(existsSync(join(cwd, 'e.onnx'))).toBe(false);
  });
});

/** Relative distance of an explainer's gradient, run by ONNX Runtime itself, to PyTorch's. */
async function gradientOf(path: string, golden: ReturnType<typeof decodeNpz>): Promise<number> {
  const session = await ort.InferenceSession.create(path);
  const input = golden.input!.data as Float32Array;
  const cotangent = new Float32Array(1000);
  cotangent[967] = 1;
  const results = await session.run({
    input: new ort.Tensor('float32', input, [1, 3, 224, 224]),
    cotangent: new ort.Tensor('float32', cotangent, [1, 1000]),
  });
  const found = results.gradient!.data as Float32Array;
  const wanted = golden.gradient!.data as Float32Array;
  let difference = 0;
  let size = 0;
  for (let i = 0; i < wanted.length; i++) {
    difference += (found[i]! - wanted[i]!) ** 2;
    size += wanted[i]! ** 2;
  }
  await session.release();
  return Math.sqrt(difference / size);
}

describe.concurrent('help', () => {
  it.each(['explain', 'figure', 'compile', 'inspect'])('%s has examples', async (command) => {
    const { code, stdout, stderr } = await runSmoothgrad(fixtures, command, '--help');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Usage: smoothgrad ${command}`);
    expect(stdout).toContain(`Examples:\n`);
  });

  it('tells its version', async () => {
    expect(await runSmoothgrad(fixtures, '--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });
});
