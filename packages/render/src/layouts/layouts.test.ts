import { readdirSync } from 'node:fs';
import type { PixelImage } from '@smoothgrad/image';
import { describe, expect, it } from 'vitest';
import { colourise } from '../colormaps/colourise.ts';
import { colormaps } from '../colormaps/index.ts';
import { enlarge } from '../picture/enlarge.ts';
import { scaleMap } from '../scale/scaleMap.ts';
import { layoutNamed, layouts } from './index.ts';
import type { LayoutInput } from './layout.ts';

/** A photo of saturated colours and a map that occur nowhere in type or paper. */
function input(width: number, height: number, caption: readonly string[] = []): LayoutInput & { photo: PixelImage } {
  const photo = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i % 3 === 1 ? 250 : (i * 7) % 100));
  const values = Float32Array.from({ length: width * height }, (_, i) => (i * 37) % 101);
  return {
    photo: { width, height, channels: 3, data: photo },
    scaled: scaleMap(values, [1, height, width]),
    colormap: colormaps.inferno,
    caption,
  };
}

/** Byte by byte; `toEqual` takes seconds on a picture. */
function same(a: PixelImage, b: PixelImage): boolean {
  return a.width === b.width && a.height === b.height && Buffer.from(a.data).equals(b.data);
}

/** Upper left corners at which `part` occurs in `whole`. */
function find(whole: PixelImage, part: PixelImage): [number, number][] {
  const found: [number, number][] = [];
  const pixels = Buffer.from(whole.data);
  const row = (y: number): Uint8Array => part.data.subarray(3 * y * part.width, 3 * (y + 1) * part.width);
  for (let at = pixels.indexOf(row(0)); at >= 0; at = pixels.indexOf(row(0), at + 1)) {
    const matches = (y: number): boolean => {
      const start = at + 3 * y * whole.width;
      return pixels.subarray(start, start + 3 * part.width).equals(row(y));
    };
    if (Array.from({ length: part.height }, (_, y) => matches(y)).every(Boolean)) {
      found.push([(at / 3) % whole.width, Math.floor(at / 3 / whole.width)]);
    }
  }
  return found;
}

describe('pair', () => {
  it('shows photo and map side by side, unchanged but for whole-number enlargement', () => {
    const given = input(256, 200, ['bison', 'n = 50']);
    const picture = layouts.pair.compose(given);
    const photos = find(picture, enlarge(given.photo, 2));
    expect(photos).toHaveLength(1);
    const maps = find(picture, enlarge(colourise(given.scaled, given.colormap), 2));
    expect(maps).toHaveLength(1);
    expect(maps[0]![0]).toBeGreaterThan(photos[0]![0] + 512);
    expect(maps[0]![1]).toBe(photos[0]![1]);
    const mapOnly = layouts.pair.compose({ ...given, photo: undefined });
    expect(same(mapOnly, layouts.map.compose(given))).toBe(true);
  });

  it('does not enlarge a large map', () => {
    const picture = layouts.pair.compose(input(700, 20));
    expect(picture.width).toBeGreaterThan(1400);
    expect(picture.width).toBeLessThan(1600);
  });

  it('draws a grey photo', () => {
    const given = input(300, 8);
    const grey: PixelImage = { width: 300, height: 8, channels: 1, data: given.photo.data.slice(0, 2400) };
    const rgb: PixelImage = {
      ...given.photo,
      data: Uint8Array.from({ length: 7200 }, (_, i) => grey.data[Math.floor(i / 3)]!),
    };
    expect(same(layouts.pair.compose({ ...given, photo: grey }), layouts.pair.compose({ ...given, photo: rgb }))).toBe(
      true,
    );
  });

  it('refuses a photo of another size', () => {
    const given = input(8, 8);
    const photo: PixelImage = { width: 9, height: 8, channels: 1, data: new Uint8Array(72) };
    for (const name of ['pair', 'overlay'] as const) {
      expect(() => layouts[name].compose({ ...given, photo })).toThrow(/photo is 9 × 8 and the map 8 × 8/);
    }
  });
});

describe('overlay', () => {
  const flat = (values: number[], grey: number, colormap: LayoutInput['colormap'], signed = false): Uint8Array => {
    const scaled = scaleMap(Float32Array.from(values), [1, 1, values.length], {
      sign: signed ? 'signed' : 'absolute',
      percentile: 100,
    });
    const photo: PixelImage = {
      width: values.length,
      height: 1,
      channels: 1,
      data: new Uint8Array(values.length).fill(grey),
    };
    const picture = layouts.overlay.compose({ photo, scaled, colormap, caption: [] });
    const factor = Math.floor(512 / values.length);
    const start = 3 * (Math.floor(picture.height / 2) * picture.width + (picture.width - factor * values.length) / 2);
    return Uint8Array.from(
      { length: 3 * values.length },
      (_, i) => picture.data[start + 3 * factor * Math.floor(i / 3) + (i % 3)]!,
    );
  };

  it('covers the photo where the map is large and shows it greyed where it is zero', () => {
    const drawn = flat([0, 1], 255, colormaps.inferno);
    expect(new Set(drawn.slice(0, 3)).size).toBe(1);
    expect(drawn[0]).toBeLessThan(160);
    expect(drawn[0]).toBeGreaterThan(flat([0, 1], 0, colormaps.inferno)[0]!);
    expect([...drawn.slice(3)]).toEqual([...colormaps.inferno.table.slice(765)]);
  });

  it('covers it with both ends of a signed map', () => {
    const drawn = flat([-1, 1], 90, colormaps['blue-grey-red'], true);
    expect([...drawn]).toEqual([30, 90, 230, 230, 40, 40]);
  });

  it('needs a photo', () => {
    expect(() => layouts.overlay.compose({ ...input(8, 8), photo: undefined })).toThrow(/needs a photo.*layout map/);
  });
});

describe('every layout', () => {
  const shark = 'great white shark, white shark, man-eater, man-eating shark, Carcharodon carcharias';
  const sizes = [
    [1, 1],
    [28, 28],
    [100, 224],
    [320, 180],
    [600, 3],
    [3, 600],
  ] as const;

  it.each(sizes)('keeps its margins clean around %d × %d', (width, height) => {
    const titles = { photo: shark, map: shark };
    for (const { compose } of Object.values(layouts)) {
      const picture = compose({ ...input(width, height, [shark, `${shark}; ${shark}`, 'x'.repeat(500)]), titles });
      expect(picture.data).toHaveLength(3 * picture.width * picture.height);
      const outside = picture.data.filter((_, i) => {
        const x = Math.floor(i / 3) % picture.width;
        const y = Math.floor(i / 3 / picture.width);
        return x < 12 || y < 12 || x >= picture.width - 12 || y >= picture.height - 12;
      });
      expect(outside.every((value) => value === 255)).toBe(true);
    }
  });

  it('grows with its caption and with its titles', () => {
    const bare = layouts.map.compose(input(64, 64));
    const titled = layouts.map.compose({ ...input(64, 64), titles: { map: 'SmoothGrad '.repeat(20) } });
    const captioned = layouts.map.compose(input(64, 64, ['bison', 'n = 50']));
    expect(titled.height).toBeGreaterThan(bare.height);
    expect(captioned.height).toBeGreaterThan(bare.height + 30);
    expect(captioned.width).toBe(bare.width);
  });

  it('is in the table under its name, one file each', () => {
    const helpers = ['composePanels', 'index', 'layout', 'legend', 'panelFactor'];
    const files = readdirSync(new URL('.', import.meta.url))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => file.slice(0, -3))
      .filter((file) => !helpers.includes(file));
    expect(files.sort()).toEqual(Object.keys(layouts).sort());
    for (const [name, layout] of Object.entries(layouts)) {
      expect(layout.name).toBe(name);
      expect(layoutNamed(name)).toBe(layout);
    }
    expect(() => layoutNamed('collage')).toThrow(/Use one of: pair, map, overlay/);
  });
});
