import { explain, gradient, MethodMismatchError, normalNoise, StoppedError, smoothGrad } from '@smoothgrad/attribution';
import { type PreparedPhoto, preparePhoto } from '@smoothgrad/image';
import { colourise, grey, type Mark, type PictureMark, type Scene, scaleMap } from '@smoothgrad/render';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { fakeClassifier } from '../../../tests/support/fakeClassifier.ts';
import { numbers } from '../../../tests/support/graphs.ts';
import { relativeError } from './convergence.ts';
import type { FigureContext, FigureOptions } from './figure.ts';
import { walkOf } from './fluctuation.ts';
import { FigureError, figureNamed, figures } from './index.ts';

const [width, height] = [12, 10];
const area = width * height;
const std = [0.25, 0.5, 1];

/** S_c = ½ Σ w_c x²: the gradient w_c ∘ x is linear in x. */
const weights = [numbers(3 * area, 3), numbers(3 * area, 5)];
const times = (c: number, x: Float32Array) => x.map((value, i) => weights[c]![i]! * value);

interface Counted {
  runs: number;
}

function fake(counted: Counted = { runs: 0 }, programs = {}) {
  return fakeClassifier({
    channels: 3,
    width,
    height,
    classes: 2,
    gradient(x, cotangent) {
      counted.runs++;
      const map = x.map((_, i) => cotangent[0]! * weights[0]![i]! * x[i]! + cotangent[1]! * weights[1]![i]! * x[i]!);
      const logits = weights.map((w) => w.reduce((sum, value, i) => sum + 0.5 * value * x[i]! ** 2, 0));
      return { gradient: map, logits: Float32Array.from(logits) };
    },
    programs,
  });
}

const image = {
  width,
  height,
  channels: 3 as const,
  data: Uint8Array.from(numbers(3 * area, 9), (value) => 128 + 100 * value),
};
const preprocessing = {
  resize: { mode: 'none' } as const,
  filter: 'bicubic' as const,
  rescale: 1 / 255,
  mean: [0, 0, 0],
  std,
  channels: 'RGB' as const,
  source: 'a test',
};
const photo: PreparedPhoto = preparePhoto(image, preprocessing, { layout: 'NCHW', channels: 'RGB', width, height });

function context(options: FigureOptions = {}, targets: number[] = [0], classifier = fake()): FigureContext {
  const { document } = parseHTML('<html></html>');
  return { classifier, photos: [{ name: 'cat', photo, targets }], options, document, labels: ['cat', 'dog'] };
}

const pictures = ({ marks }: Scene) =>
  (marks.filter(({ kind }) => kind === 'picture') as PictureMark[]).filter(({ label }) => label !== 'colour bar');
const texts = ({ marks }: Scene) => marks.flatMap((mark: Mark) => (mark.kind === 'text' ? [mark.text] : []));
const shape = [3, height, width] as const;
/** What is drawn of a map of prepared units. */
const drawn = (map: Float32Array) =>
  colourise(
    scaleMap(
      map.map((value, i) => value / std[Math.floor(i / area)]!),
      shape,
    ),
    grey,
  ).data;

describe('the table', () => {
  it('has the paper’s figures by name and number, and says what others there are', () => {
    expect(figures.map(({ name, number }) => [number, name])).toEqual([
      [1, 'map'],
      [2, 'fluctuation'],
      [3, 'noise-levels'],
      [4, 'sample-sizes'],
      [5, 'methods'],
      [6, 'discriminativity'],
      [7, 'combinations'],
      [undefined, 'convergence'],
      [undefined, 'presets'],
    ]);
    expect(figureNamed('3')).toBe(figureNamed('noise-levels'));
    expect(() => figureNamed('8')).toThrow(FigureError);
    expect(() => figureNamed('maps')).toThrow("no figure 'maps'; the figures are map (1), fluctuation (2)");
  });
});

describe('map', () => {
  it('is photo and gradient', async () => {
    const scene = await figureNamed('map').make(context());
    const [first, map] = pictures(scene);
    expect(first!.picture.data).toEqual(image.data);
    expect(map!.picture.data).toEqual(drawn(times(0, photo.tensor)));
    expect(texts(scene)).toContain('photo');
  });
});

describe('noise-levels', () => {
  it('has one column a level, all with the same noise, 0 % being the gradient', async () => {
    const scene = await figureNamed('3').make(context({ levels: [0, 0.1, 0.3], samples: 4, seed: 5 }));
    const [, ...maps] = pictures(scene);
    expect(maps.map(({ label }) => label)).toEqual(['noise 0 %', 'noise 10 %', 'noise 30 %']);
    expect(maps[0]!.picture.data).toEqual(drawn(times(0, photo.tensor)));
    const method = smoothGrad(gradient, { samples: 4, noise: { level: 0.3 }, seed: 5 });
    const { map } = await explain(fake(), photo, { method, target: 0 });
    expect(maps[2]!.picture.data).toEqual(drawn(map));
    expect(maps[2]!.picture.data).not.toEqual(maps[1]!.picture.data);
  });

  it('has the paper’s levels unless others are given', async () => {
    const scene = await figureNamed('noise-levels').make(context({ samples: 1 }));
    expect(texts(scene)).toEqual(expect.arrayContaining(['0 % (gradient)', '5 %', '10 %', '20 %', '30 %', '50 %']));
    await expect(figureNamed('3').make(context({ levels: [] }))).rejects.toThrow(FigureError);
  });
});

describe('sample-sizes', () => {
  it.each([[[]], [[0, 3]], [[1.5]]])('of %j are refused', async (sizes) => {
    await expect(figureNamed('4').make(context({ sizes }))).rejects.toThrow(FigureError);
    await expect(figureNamed('convergence').make(context({ sizes }))).rejects.toThrow(FigureError);
  });

  it('is one run of the largest n, whose first samples are the smaller ones', async () => {
    const counted = { runs: 0 };
    const scene = await figureNamed('4').make(context({ sizes: [5, 1, 3], noise: undefined }, [0], fake(counted)));
    // The clean photo's scores, and five samples.
    expect(counted.runs).toBe(6);
    const [, ...maps] = pictures(scene);
    expect(maps.map(({ label }) => label)).toEqual(['n = 1', 'n = 3', 'n = 5']);
    const method = smoothGrad(gradient, { samples: 3, noise: { level: 0.1 } });
    const { map } = await explain(fake(), photo, { method, target: 0 });
    expect(maps[1]!.picture.data).toEqual(drawn(map));
  });
});

const guided = (x: Float32Array) => ({ gradient: x.map((value) => value ** 2), logits: Float32Array.of(1, 0) });

describe('methods', () => {
  it('integrated gradients: alone averaged over the path, × image with their own factor and no other', async () => {
    const classifier = fake(undefined, { 'guided-backprop': guided });
    const scene = await figureNamed('methods').make(context({ samples: 2, steps: 4 }, [0], classifier));
    const maps = new Map(pictures(scene).map((mark) => [mark.label, mark.picture.data]));
    // From black, which is 0 here: the gradient averaged is half of that at the photo, and drawn on its own scale.
    const half = times(0, photo.tensor).map((value) => value / 2);
    const near = (a: Uint8Array, b: Uint8Array) => {
      for (const [i, value] of a.entries()) expect(Math.abs(value - b[i]!)).toBeLessThan(2);
    };
    near(maps.get('integrated gradients')!, drawn(half));
    const own = half.map((value, i) => value * photo.tensor[i]!);
    near(maps.get('integrated gradients × image')!, colourise(scaleMap(own, shape), grey).data);
    const product = times(0, photo.tensor).map((value, i) => value * photo.pixels[i]!);
    near(maps.get('gradient × image')!, drawn(product));
    near(maps.get('guided backpropagation')!, drawn(photo.tensor.map((value) => value ** 2)));
    expect(maps.size).toBe(9);
  });

  it('on one scale: all maps of a unit, so that half a gradient is half as light', async () => {
    const classifier = fake(undefined, { 'guided-backprop': guided });
    const options = { samples: 2, steps: 4, noise: 0, scale: 'shared' } as const;
    const scene = await figureNamed('methods').make(context(options, [0], classifier));
    const maps = new Map(pictures(scene).map((mark) => [mark.label, mark.picture.data]));
    const own = times(0, photo.tensor).map((value, i) => value / std[Math.floor(i / area)]!);
    const { limit } = scaleMap(own, shape);
    const half = colourise(
      scaleMap(
        own.map((value) => value / 2),
        shape,
        { limit },
      ),
      grey,
    ).data;
    for (const [i, value] of maps.get('integrated gradients')!.entries())
      expect(Math.abs(value - half[i]!)).toBeLessThan(2);
    expect(maps.get('gradient')).toEqual(drawn(times(0, photo.tensor)));
    expect(maps.get('guided backpropagation')).toEqual(drawn(photo.tensor.map((value) => value ** 2)));
  });

  it('leaves out what does not fit the model, and says why', async () => {
    const refuse = () => {
      throw new MethodMismatchError('guided-backprop', 'it has no rectifier');
    };
    const scene = await figureNamed('methods').make(
      context({ samples: 2, steps: 2 }, [0], fake(undefined, { 'guided-backprop': refuse })),
    );
    expect(pictures(scene)).toHaveLength(7);
    expect(texts(scene).join(' ')).toContain('guided-backprop does not fit this model: it has no rectifier');
  });
});

describe('discriminativity', () => {
  it('is the difference of two scaled maps', async () => {
    const classifier = fake(undefined, { 'guided-backprop': guided });
    const scene = await figureNamed('6').make(context({ samples: 2, steps: 2 }, [0, 1], classifier));
    const perPixel = (c: number) => times(c, photo.tensor).map((value, i) => value / std[Math.floor(i / area)]!);
    const [a, b] = [0, 1].map((c) => scaleMap(perPixel(c), shape).data);
    const [, first] = pictures(scene);
    first!.picture.data.forEach((value, i) => {
      const difference = a![Math.floor(i / 3)]! - b![Math.floor(i / 3)]!;
      // Red grows with the first class, blue with the second.
      if (i % 3 === 0 && difference > 0.2) expect(value).toBeGreaterThan(first!.picture.data[i + 2]!);
      if (i % 3 === 0 && difference < -0.2) expect(value).toBeLessThan(first!.picture.data[i + 2]!);
    });
    expect(texts(scene).join(' ')).toMatch(/cat, .* \(red\) or dog, .* \(blue\)/);
  });

  it('takes two classes, no more and no fewer', async () => {
    for (const targets of [[0], [0, 1, 0]])
      await expect(figureNamed('6').make(context({}, targets))).rejects.toThrow(`cat has ${targets.length} classes`);
  });
});

describe('combinations', () => {
  it('has each method plain and smoothed', async () => {
    const classifier = fake(undefined, { 'guided-backprop': guided });
    const scene = await figureNamed('7').make(context({ samples: 2, steps: 2 }, [0], classifier));
    const labels = pictures(scene).map(({ label }) => label);
    expect(labels.slice(1)).toEqual([
      'integrated gradients',
      '… with SmoothGrad',
      'guided backpropagation',
      '… with SmoothGrad',
    ]);
  });
});

describe('fluctuation', () => {
  it('is a pixel’s derivative as a fraction of the largest entry at the same t, by hand', async () => {
    const given = context({ pixel: [4, 3], seed: 2 });
    const { fractions, end } = await walkOf(given, given.photos[0], 0.5);
    const sigma = 0.5 * (Math.max(...photo.pixels) - Math.min(...photo.pixels));
    const normals = normalNoise(2, 0, 3 * area);
    for (const step of [0, 50, 200]) {
      const t = step / 200;
      // In pixels: ∂S/∂pixel = w (p + tσε)/std², as x = p/std.
      const all = Array.from({ length: 3 * area }, (_, i) => {
        const s = std[Math.floor(i / area)]!;
        return (weights[0]![i]! * (photo.pixels[i]! + t * sigma * normals[i]!)) / s ** 2;
      });
      const at = 3 * width + 4;
      fractions.forEach((values, c) => {
        expect(values[step]).toBeCloseTo(all[c * area + at]! / Math.max(...all), 4);
      });
    }
    expect(fractions).toHaveLength(3);
    expect(fractions[0]).toHaveLength(201);
    const expected = photo.pixels[7]! + sigma * normals[7]!;
    expect(Math.abs(end.data[3 * 7]! / 255 - Math.min(Math.max(expected, 0), 1))).toBeLessThan(0.003);
  });

  it('is drawn as three lines between two photos, at the pixel with the largest derivatives', async () => {
    const scene = await figureNamed('2').make(context({}));
    const [chart] = scene.marks.filter(({ kind }) => kind === 'graphic');
    expect(pictures(scene)).toHaveLength(2);
    expect((chart as { svg: string }).svg.match(/aria-label="line"/g) ?? []).toHaveLength(3);
    expect(texts(scene).join(' ')).toContain('the top class');
    await expect(figureNamed('2').make(context({ pixel: [width, 0] }))).rejects.toThrow('the pixel 12,0 is outside');
  });
});

describe('a figure that is stopped', () => {
  it.each(figures.map(({ name }) => [name]))('%s is none, and computes no more', async (name) => {
    const stop = new AbortController();
    const counted = { runs: 0 };
    const given = context({ samples: 20, steps: 20 }, [0, 1], fake(counted, { 'guided-backprop': guided }));
    const photos = [{ ...given.photos[0], targets: figureNamed(name).classes === 2 ? [0, 1] : [0] }] as const;
    const progress = () => stop.abort();
    const making = figureNamed(name).make({ ...given, photos, signal: stop.signal, progress });
    await expect(making).rejects.toThrow(StoppedError);
    expect(counted.runs).toBeLessThan(10);
  });
});

describe('convergence', () => {
  it('takes the noise of the reference out of the error', () => {
    const limit = { map: Float32Array.of(3, 4), standardError: Float32Array.of(1, 2) };
    // ‖a − b‖² = 9 + 16, of which 5 is noise; ‖b‖² = 25, of which 5 is noise.
    expect(relativeError(Float32Array.of(0, 0), limit)).toBeCloseTo(1, 6);
    expect(relativeError(Float32Array.of(3, 8), limit)).toBeCloseTo(Math.sqrt((16 - 5) / 20), 6);
    expect(relativeError(Float32Array.of(3, 4), limit)).toBeNaN();
  });

  it('draws error and rank correlation', async () => {
    const scene = await figureNamed('convergence').make(context({ sizes: [2, 4, 8], reference: 40, noise: 0.3 }));
    expect(scene.marks.filter(({ kind }) => kind === 'graphic')).toHaveLength(2);
    expect(texts(scene).join(' ')).toContain('40 samples of another seed');
  });
});

describe('presets', () => {
  it('are one photo under nine names', async () => {
    const scene = await figureNamed('presets').make(context({}));
    expect(pictures(scene)).toHaveLength(10);
    expect(texts(scene)).toEqual(expect.arrayContaining(['captum: absolute of 5, σ = 1', 'pair: squared of 25, 15 %']));
  });
});
