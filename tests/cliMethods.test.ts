import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeNpz } from '@smoothgrad/attribution';
import { readProvenance } from '@smoothgrad/render';
import { beforeAll, describe, expect, it } from 'vitest';
import { at, emptyFolder, explain, files, tiny, writeFixtures } from './support/cliFixtures.ts';
import { runSmoothgrad } from './support/runSmoothgrad.ts';

beforeAll(writeFixtures);

const figure = (cwd: string, ...args: string[]) => runSmoothgrad(cwd, 'figure', ...args);

describe.concurrent('several methods and targets', () => {
  it('give each map, its numbers, and all of them in one picture', async () => {
    const cwd = emptyFolder();
    const methods = 'gradient,integrated-gradients,smoothgrad';
    const args = [
      '--method',
      methods,
      '--target',
      'top:2',
      '--steps',
      '3',
      '-n',
      '2',
      '-o',
      './',
      '--save',
      './',
      '--json',
    ];
    const { code, stdout } = await explain(cwd, at('photo.png'), ...tiny, ...args);
    expect(code).toBe(0);
    const results = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results.map(({ method }) => method)).toEqual([
      ...['gradient', 'gradient', 'integrated-gradients', 'integrated-gradients', 'smoothgrad', 'smoothgrad'],
    ]);
    expect(new Set(results.map(({ target }) => target.index)).size).toBe(2);
    expect(files(cwd).filter((name) => name.endsWith('.npz'))).toHaveLength(6);
    expect(files(cwd)).toContain('photo.grid.png');
    expect(readProvenance(readFileSync(join(cwd, 'photo.grid.png')))).toMatchObject({ methods: methods.split(',') });
    const ig = results[2];
    expect(ig.facts).toMatchObject({ steps: 3, rule: 'gauss-legendre', baseline: 'black' });
    // Completeness: the map adds up to what the gap leaves of the difference of the scores.
    const { map } = decodeNpz(readFileSync(join(cwd, ig.outputs[1].split('/').at(-1))));
    const sum = (map!.data as Float32Array).reduce((total, value) => total + value, 0);
    expect(Number.isFinite(sum) && sum !== 0).toBe(true);
  });

  it('are smoothed by --smooth, each under a name of its own', async () => {
    const cwd = emptyFolder();
    const args = ['--method', 'gradient-times-input', '--smooth', '-n', '3', '--json'];
    const { stdout } = await explain(cwd, at('photo.png'), ...tiny, ...args);
    expect(JSON.parse(stdout)).toMatchObject({ method: 'smoothgrad(gradient-times-input)', samples: 3, unit: 'S' });
    expect(files(cwd)[0]).toContain('.smooth-gradient-times-input.');
  });

  it('explain what speaks for one class rather than another', async () => {
    const cwd = emptyFolder();
    const args = ['--method', 'gradient', '-t', '1', '--minus', '0', '--save', 'map.npz', '--json'];
    const { stdout } = await explain(cwd, at('photo.png'), ...tiny, ...args);
    expect(JSON.parse(stdout)).toMatchObject({ target: { index: 1 }, minus: { index: 0 } });
    const mapOf = async (...target: string[]) => {
      const folder = emptyFolder();
      await explain(folder, at('photo.png'), ...tiny, '--method', 'gradient', ...target, '--save', 'map.npz');
      return decodeNpz(readFileSync(join(folder, 'map.npz'))).map!.data as Float32Array;
    };
    const [one, zero] = [await mapOf('-t', '1'), await mapOf('-t', '0')];
    const contrast = decodeNpz(readFileSync(join(cwd, 'map.npz'))).map!.data as Float32Array;
    contrast.forEach((value, i) => {
      expect(value).toBeCloseTo(one[i]! - zero[i]!, 5);
    });
  });

  it('go on until a precision is reached, and say so', async () => {
    const args = ['--precision', '5', '--max-samples', '40', '--sampling', 'antithetic', '--json'];
    const base = tiny.filter((arg) => !['-n', '2'].includes(arg));
    const { stdout } = await explain(emptyFolder(), at('photo.png'), ...base, ...args);
    const { samples, smoothing, relativeStandardError } = JSON.parse(stdout);
    expect(smoothing).toMatchObject({ sampling: 'antithetic', precision: 5 });
    expect(samples).toBeLessThanOrEqual(40);
    if (smoothing.stopped === 'precision') expect(relativeStandardError).toBeLessThan(5);
    else expect([smoothing.stopped, samples]).toEqual(['max-samples', 40]);
  });

  it('take options from smoothgrad.config.json', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'smoothgrad.config.json'), JSON.stringify({ method: ['smoothgrad'], samples: 3, seed: 4 }));
    const { stdout } = await explain(
      cwd,
      at('photo.png'),
      ...tiny.filter((arg) => !['-n', '2'].includes(arg)),
      '--json',
    );
    expect(JSON.parse(stdout)).toMatchObject({ samples: 3, seed: 4 });
    writeFileSync(join(cwd, 'smoothgrad.config.json'), JSON.stringify({ sample: 3 }));
    const { code, stderr } = await explain(cwd, at('photo.png'), ...tiny);
    expect(code).toBe(2);
    expect(stderr).toMatch(/smoothgrad\.config\.json: .*sample/);
  });
});

describe.concurrent('figure', () => {
  it('writes an SVG with text and provenance, or a PNG', async () => {
    const cwd = emptyFolder();
    const args = ['noise-levels', at('photo.png'), '--model', at('tiny.onnx'), '-n', '2', '-q'];
    expect(await figure(cwd, ...args, '-o', 'noise.svg')).toMatchObject({ code: 0 });
    const svg = readFileSync(join(cwd, 'noise.svg'), 'utf8');
    for (const text of ['>5 %<', '>50 %<', '&quot;figure&quot;:&quot;noise-levels&quot;']) expect(svg).toContain(text);
    expect(await figure(cwd, ...args, '-o', 'noise.svg')).toMatchObject({ code: 0 });
    expect(await figure(cwd, ...args, '-o', 'noise.png')).toMatchObject({ code: 0 });
    expect(readProvenance(readFileSync(join(cwd, 'noise.png')))).toMatchObject({
      figure: 'noise-levels',
      options: { samples: 2 },
    });
  });

  it('says which there are', async () => {
    const { code, stdout } = await figure(emptyFolder(), '--list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/ 3 {2}noise-levels .*\n.*photo \| 0 % \| 5 %/);
    expect(stdout).toContain('convergence');
  });

  it.each<[string, RegExp, () => string[]]>([
    [
      'an unknown name',
      /no figure 'noise'; the figures are map \(1\), fluctuation \(2\)/,
      () => ['noise', at('photo.png')],
    ],
    ['no name', /name a figure and photos/, () => []],
    ['no photos', /map needs photos/, () => ['map']],
    ['an extension', /must end in \.png or \.svg/, () => ['map', at('photo.png'), '-o', 'map.jpg']],
    [
      'a missing second class',
      /discriminativity takes 2 classes.*The top 5 of/,
      () => ['6', at('photo.png'), '--model', at('tiny.onnx'), '-t', '1'],
    ],
    [
      'a pixel outside',
      /the pixel 999,0 is outside/,
      () => ['2', at('photo.png'), '--model', at('tiny.onnx'), '--pixel', '999,0'],
    ],
  ])('refuses %s', async (_, message, args) => {
    const cwd = emptyFolder();
    const { code, stderr } = await figure(cwd, ...args(), '-q');
    expect(code).not.toBe(0);
    expect(stderr.trim().split('\n').at(-1)).toMatch(message);
    expect(files(cwd)).toEqual([]);
  });

  it('leaves alone what is not known to be ours', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'map.svg'), '<svg/>');
    const { code, stderr } = await figure(
      cwd,
      'map',
      at('photo.png'),
      '--model',
      at('tiny.onnx'),
      '-o',
      'map.svg',
      '-q',
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/map\.svg exists and is not known/);
    expect(readFileSync(join(cwd, 'map.svg'), 'utf8')).toBe('<svg/>');
  });
});

describe.concurrent('refused', () => {
  it.each<[string, number, RegExp, string[]]>([
    ['an unknown method', 2, /no method 'gradcam'; the methods are gradient, smoothgrad/, ['--method', 'gradcam']],
    ['a percentile of 101', 2, /from 0 to 100/, ['--percentile', '101']],
    ['no steps', 2, /whole number ≥ 1/, ['--method', 'integrated-gradients', '--steps', '0']],
    ['a baseline that is nothing', 2, /neither a file nor one of black, white/, ['--baseline', 'grey']],
    ['precision and samples', 2, /cannot be used with option/, ['--precision', '0.1', '-n', '5']],
    ['an odd number of pairs', 1, /antithetic sampling takes samples by 2: 3/, ['--sampling', 'antithetic', '-n', '3']],
    ['a preset smoothed again', 2, /smoothed already/, ['--preset', 'captum', '--smooth']],
    ['a class minus itself', 1, /is the target itself/, ['-t', '1', '--minus', '1']],
    ['top 0', 1, /4 classes, so K is/, ['-t', 'top:0']],
    ['a layer that is not there', 1, /no layer.*nowhere|nowhere/, ['--method', 'grad-cam', '--layer', 'nowhere']],
  ])('%s', async (_, expected, message, args) => {
    const cwd = emptyFolder();
    const base =
      args.includes('-n') || args.includes('--precision') ? tiny.filter((arg) => !['-n', '2'].includes(arg)) : tiny;
    const { code, stderr } = await explain(cwd, at('photo.png'), ...base, ...args);
    expect(stderr.trim().split('\n').at(-1)).toMatch(message);
    expect(code).toBe(expected);
    expect(existsSync(join(cwd, 'photo.grid.png'))).toBe(false);
    expect(files(cwd)).toEqual([]);
  });
});
