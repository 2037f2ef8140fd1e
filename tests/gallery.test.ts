import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeNpz } from '@smoothgrad/attribution';
import { readProvenance } from '@smoothgrad/render';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, explain } from './support/cliFixtures.ts';
import {
  deadLinks,
  filesBelow,
  type GalleryFixtures,
  gallery,
  photoNames,
  quick,
  writeGalleryFixtures,
} from './support/galleryFixtures.ts';
import { endSmoothgradWhen } from './support/runSmoothgrad.ts';
import { repositoryRoot } from './support/shared.ts';

let fixtures: GalleryFixtures;
beforeAll(async () => {
  fixtures = await writeGalleryFixtures();
});

const methods = ['--method', 'gradient,integrated-gradients,guided-backprop', '--smooth'];
const summaryOf = ({ stdout }: { stdout: string }) => JSON.parse(stdout);
const make = (site: string, ...args: string[]) =>
  gallery(site, fixtures.photos, '--model', fixtures.model, ...quick, '--json', '-o', site, ...args);
const recordOf = (site: string, id: string) => JSON.parse(readFileSync(join(site, 'files', id, 'photo.json'), 'utf8'));
const photosOf = (site: string): { id: string; label: { index: number } }[] =>
  JSON.parse(readFileSync(join(site, 'gallery.json'), 'utf8')).photos;
const arrays = (path: string) => decodeNpz(readFileSync(path));

describe.concurrent('a gallery', () => {
  it('has a page for each photo, no dead link, and all of it as data', async () => {
    const site = emptyFolder();
    const outcome = await make(site, ...methods, '--labels', fixtures.labels, '--title', 'A <title>');
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    const summary = summaryOf(outcome);
    expect(summary).toMatchObject({ photos: 6, maps: 36, computed: 36, failed: [] });
    const files = filesBelow(site);
    expect(summary.bytes).toBe(files.reduce((sum, file) => sum + statSync(join(site, file)).size, 0));
    expect(files.filter((file) => /^photos\/.*\.html$/.test(file))).toHaveLength(6);
    expect(deadLinks(site)).toEqual([]);
    const data = JSON.parse(readFileSync(join(site, 'gallery.json'), 'utf8'));
    expect(data.photos.map(({ photo }: { photo: string }) => photo).sort()).toEqual([...photoNames].sort());
    expect(data).toMatchObject({
      title: 'A <title>',
      provenance: { model: { sha256: expect.stringMatching(/^.{64}$/) } },
    });
    const index = readFileSync(join(site, 'index.html'), 'utf8');
    expect(index).toContain('<title>A &lt;title&gt;</title>');
    expect(index).toContain('it&#39;s &quot;so&quot; &lt;b&gt;bold&lt;/b&gt;.png');
    expect(index).toContain('insertion &lt;auc&gt;');
    expect(index).not.toMatch(/<b>bold|<script>alert|<i>mug/);
  });

  it('explains the prediction and the label where it is another, else the second class', async () => {
    const site = emptyFolder();
    await make(site, '--method', 'gradient', '--labels', fixtures.labels);
    const { photos } = JSON.parse(readFileSync(join(site, 'gallery.json'), 'utf8'));
    for (const { id, label, isRight } of photos) {
      const { classes, predictions } = recordOf(site, id);
      expect(classes[0]).toEqual(predictions[0]);
      expect(classes[1]).toEqual(isRight ? predictions[1] : label);
    }
    expect(new Set(photos.map(({ isRight }: { isRight: boolean }) => isRight))).toEqual(new Set([true, false]));
  });

  it('has the numbers that explain has, and both classes from the same noisy copies', async () => {
    const site = emptyFolder();
    await make(site, ...methods);
    const { classes, maps } = recordOf(site, 'plain');
    const targets = classes.flatMap(({ index }: { index: number }) => ['-t', String(index)]);
    const cwd = emptyFolder();
    const photo = join(fixtures.photos, 'plain.png');
    const common = ['--model', fixtures.model, ...quick, ...targets, '--save', './', '-o', './', '--json'];
    const explained = async (...args: string[]) => {
      const { stdout } = await explain(cwd, photo, ...common, ...args);
      const lines = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      return lines.map(({ outputs }) => arrays(join(cwd, outputs[1])));
    };
    const own = (id: string, k: number) => {
      const { key } = maps.find((map: { id: string }) => map.id === id);
      return arrays(join(site, 'files', 'plain', `${id}-${key}-${k}.npz`));
    };
    const smoothed = await explained('--method', 'gradient,guided-backprop', '--smooth');
    expect([0, 1].map((k) => own('smoothgrad', k).map)).toEqual(smoothed.slice(0, 2).map(({ map }) => map));
    expect([0, 1].map((k) => own('smooth-guided-backprop', k).map)).toEqual(smoothed.slice(2).map(({ map }) => map));
    // Times the image, integrated gradients are themselves with their own factor; without, they are the averaged gradient.
    const shares = await explained('--method', 'integrated-gradients');
    expect([0, 1].map((k) => own('integrated-gradients', k).shares)).toEqual(shares.map(({ map }) => map));
    const [plain] = shares;
    const averaged = own('integrated-gradients', 0).map!.data as Float32Array;
    averaged.forEach((slope, i) => {
      expect(slope * (plain!.input!.data as Float32Array)[i]!).toBeCloseTo(Number(plain!.map!.data[i]), 6);
    });
  });

  it('draws figure 1: Σ|·| over the channels, capped at the 99th percentile; × image before; figure 6', async () => {
    const site = emptyFolder();
    await make(site, '--method', 'gradient');
    const { maps } = recordOf(site, 'plain');
    const { key, drawn } = maps[0];
    const cwd = emptyFolder();
    await explain(
      cwd,
      join(fixtures.photos, 'plain.png'),
      '--model',
      fixtures.model,
      ...quick,
      '--method',
      'gradient',
      '--save',
      'a.npz',
    );
    // With the range 0..1 the prepared tensor is the pixels.
    const pixels = arrays(join(cwd, 'a.npz')).input!.data as Float32Array;
    const mapOf = (k: number) =>
      arrays(join(site, 'files', 'plain', `gradient-${key}-${k}.npz`)).map!.data as Float32Array;
    const scaled = (map: ArrayLike<number>) => {
      const sums = Array.from({ length: 64 }, (_, i) =>
        [0, 64, 128].reduce((sum, c) => sum + Math.abs(map[c + i]!), 0),
      );
      const sorted = sums.toSorted((a, b) => a - b);
      // numpy's linear interpolation: 0.99 · 63 = 62.37.
      const p99 = sorted[62]! + 0.37 * (sorted[63]! - sorted[62]!);
      return sums.map((sum) => Math.min(sum / p99, 1));
    };
    const picture = async (suffix: string) =>
      sharp(join(site, 'files', 'plain', `gradient-${drawn}-${suffix}.png`))
        .raw()
        .toBuffer({ resolveWithObject: true });
    const greys = async (suffix: string) => {
      const { data, info } = await picture(suffix);
      return Array.from({ length: 64 }, (_, i) => data[i * info.channels]!);
    };
    const near = (actual: number[], expected: number[]) =>
      actual.forEach((value, i) => {
        expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1);
      });
    const [first, second] = [mapOf(0), mapOf(1)];
    near(
      await greys('0'),
      scaled(first).map((value) => 255 * value),
    );
    near(
      await greys('0x'),
      scaled(first.map((value, i) => value * pixels[i]!)).map((value) => 255 * value),
    );
    const { data } = await picture('d');
    const [a, b] = [scaled(first), scaled(second)];
    for (let i = 0; i < 64; i++) {
      const redder = data[3 * i]! - data[3 * i + 2]!;
      if (Math.abs(a[i]! - b[i]!) > 0.02) expect(Math.sign(redder)).toBe(Math.sign(a[i]! - b[i]!));
    }
    expect(readProvenance(readFileSync(join(site, 'files', 'plain', `gradient-${drawn}-0x.png`)))).toMatchObject({
      photo: 'plain.png',
      method: 'gradient',
      model: { sha256: expect.stringMatching(/^.{64}$/) },
      picture: { timesImage: true, shows: 'map' },
      versions: { smoothgrad: expect.any(String) },
    });
  });

  it('has no × image of smoothed integrated gradients whose shares are not averaged: the photo is not their factor', async () => {
    const site = emptyFolder();
    const call = [site, '--method', 'gradient,integrated-gradients', '--smooth', '--aggregation', 'absolute'] as const;
    const multiplied = () =>
      recordOf(site, 'plain').maps.flatMap((map: { id: string; isMultiplied: boolean }) =>
        map.isMultiplied ? [map.id] : [],
      );
    await make(...call);
    expect(multiplied().sort()).toEqual(['gradient', 'integrated-gradients', 'smoothgrad']);
    // Also where the numbers are read back.
    await make(...call, '--colormap', 'inferno');
    expect(multiplied().sort()).toEqual(['gradient', 'integrated-gradients', 'smoothgrad']);
  });

  it('takes another n for one method, and leaves one unsmoothed', async () => {
    const site = emptyFolder();
    const counts = ['--samples-of', 'integrated-gradients=2', '--samples-of', 'guided-backprop=0'];
    expect(summaryOf(await make(site, ...methods, ...counts))).toMatchObject({ maps: 30 });
    const { maps } = recordOf(site, 'plain');
    expect(Object.fromEntries(maps.map(({ id, samples }: { id: string; samples: number }) => [id, samples]))).toEqual({
      gradient: 1,
      smoothgrad: 4,
      'integrated-gradients': 4,
      'smooth-integrated-gradients': 2,
      'guided-backprop': 1,
    });
  });

  it('has fewer files where less is wanted', async () => {
    const site = emptyFolder();
    await make(site, '--method', 'gradient', '--no-npz', '--no-discriminativity');
    const files = filesBelow(site);
    expect(files.filter((file) => file.endsWith('.npz'))).toEqual([]);
    expect(files.filter((file) => /^files\/plain\/gradient/.test(file))).toHaveLength(4);
    expect(deadLinks(site)).toEqual([]);
    const second = summaryOf(await make(site, '--method', 'gradient', '--no-discriminativity', '--with-error'));
    expect(second.computed).toBe(6);
  });
});

describe.concurrent('a second call', () => {
  it('computes only what is missing or has changed', async () => {
    const site = emptyFolder();
    const photos = emptyFolder();
    for (const name of ['a', 'b', 'c']) {
      writeFileSync(
        join(photos, `${name}.png`),
        readFileSync(join(fixtures.photos, name === 'a' ? 'plain.png' : `${name === 'b' ? 'a' : 'b'}/dog.png`)),
      );
    }
    const again = async (...args: string[]) =>
      summaryOf(await gallery(site, photos, '--model', fixtures.model, ...quick, '--json', '-o', site, ...args));
    const usual = ['--method', 'gradient,smoothgrad'];
    expect((await again(...usual)).computed).toBe(6);
    const times = () =>
      Object.fromEntries(
        filesBelow(site)
          .filter((file) => /npz|webp|png$/.test(file))
          .map((file) => [file, statSync(join(site, file)).mtimeMs]),
      );
    const before = times();
    expect(await again(...usual)).toMatchObject({ computed: 0, photos: 3, maps: 6 });
    expect(times()).toEqual(before);
    // Steps concern no method here; another seed concerns one.
    expect((await again(...usual, '--steps', '7')).computed).toBe(0);
    expect(await again(...usual, '--seed', '1')).toMatchObject({ computed: 3, old: { isDeleted: false } });
    expect((await again(...usual)).computed).toBe(0);
    // A changed photo, a missing tile, a damaged record.
    writeFileSync(join(photos, 'b.png'), readFileSync(join(fixtures.photos, 'plain.png')));
    expect((await again(...usual)).computed).toBe(2);
    for (const file of filesBelow(site)) if (/files\/a\/smoothgrad-.*-0x\.webp/.test(file)) rmSync(join(site, file));
    writeFileSync(join(site, 'files/c/photo.json'), '{"format": 1');
    expect((await again(...usual)).computed).toBe(3);
    expect(deadLinks(site)).toEqual([]);
    // Another method is added to what is there.
    expect(await again('--method', 'gradient,smoothgrad,guided-backprop')).toMatchObject({ computed: 3, maps: 9 });
  }, 120_000);

  it('takes labels into an old gallery without computing what stays', async () => {
    const site = emptyFolder();
    const usual = ['--method', 'gradient', '--no-npz'];
    expect(summaryOf(await make(site, ...usual)).computed).toBe(6);
    const before = new Map(photosOf(site).map(({ id }) => [id, recordOf(site, id).classes]));
    const { computed } = summaryOf(await make(site, ...usual, '--labels', fixtures.labels));
    const changed = photosOf(site).filter(({ id, label }) => {
      const classes = before.get(id)!;
      return label.index !== classes[0].index && label.index !== classes[1].index;
    });
    expect(computed).toBe(changed.length);
    expect(computed).toBeLessThan(6);
  });

  it('takes options from a configuration, whose labels are those of classes', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'classes.json'), JSON.stringify(['one', 'two', 'three', 'four']));
    const config = {
      labels: 'classes.json',
      photoLabels: fixtures.labels,
      samplesOf: { gradient: 2 },
      output: 'site/',
    };
    writeFileSync(join(cwd, 'smoothgrad.config.json'), JSON.stringify({ ...config, title: 'Configured', npz: false }));
    const outcome = await gallery(cwd, fixtures.photos, '--model', fixtures.model, ...quick, '--json');
    expect(summaryOf(outcome)).toMatchObject({ photos: 6, maps: 12 });
    const { predictions, label, maps } = recordOf(join(cwd, 'site'), 'plain');
    expect([predictions[0].label, label.label]).toEqual([expect.stringMatching(/^(one|two|three|four)$/), 'two']);
    expect(maps.map(({ samples }: { samples: number }) => samples)).toEqual([1, 2]);
    expect(readFileSync(join(cwd, 'site/index.html'), 'utf8')).toContain('<h1>Configured</h1>');
  });

  it('draws in other colours without computing, and prunes what is no longer shown, but nothing else', async () => {
    const site = emptyFolder();
    await make(site, '--method', 'gradient');
    const npz = filesBelow(site).filter((file) => file.endsWith('.npz'));
    const before = npz.map((file) => statSync(join(site, file)).mtimeMs);
    writeFileSync(join(site, 'files/plain/mine.webp'), 'mine');
    writeFileSync(join(site, 'notes.txt'), 'mine');
    const outcome = summaryOf(await make(site, '--method', 'gradient', '--colormap', 'inferno', '--prune'));
    expect(npz.map((file) => statSync(join(site, file)).mtimeMs)).toEqual(before);
    expect(outcome.old).toMatchObject({ files: 60, isDeleted: true });
    // Photos that are not named any more go as a whole.
    const fewer = ['-o', site, '--method', 'gradient', '--colormap', 'inferno', '--prune', '--json'];
    await gallery(site, join(fixtures.photos, 'plain.png'), '--model', fixtures.model, ...quick, ...fewer);
    expect(filesBelow(site).filter((file) => /^photos|photo\.json$/.test(file))).toEqual([
      'files/plain/photo.json',
      'photos/plain.html',
    ]);
    expect(readFileSync(join(site, 'files/plain/mine.webp'), 'utf8')).toBe('mine');
    expect(readFileSync(join(site, 'notes.txt'), 'utf8')).toBe('mine');
    expect(deadLinks(site)).toEqual([]);
    const coloured = filesBelow(site).find((file) => /files\/plain\/gradient-.*-0\.png/.test(file))!;
    const { channels } = await sharp(join(site, coloured)).metadata();
    expect(channels).toBe(3);
  });
});

describe.concurrent('an interrupted call', () => {
  const slow = ['--range', '0..1', '--workers', '2', '--quiet', '-n', '1000'];
  const args = (site: string) => [fixtures.photos, '--model', fixtures.model, ...slow, '-o', site];

  it.each<[NodeJS.Signals, number | null]>([
    ['SIGINT', 130],
    ['SIGKILL', null],
  ])(
    'by %s leaves a gallery that can be read, and completed',
    async (signal, expected) => {
      const site = join(emptyFolder(), 'site');
      // Three photos are made at a time: with the fourth begun, one is done.
      const begun = () =>
        new Set(
          filesBelow(site)
            .map((file) => /^files\/([^/]+)/.exec(file)?.[1])
            .filter(Boolean),
        ).size;
      const isOneDone = () => existsSync(site) && begun() >= 4;
      expect(await endSmoothgradWhen(isOneDone, signal, fixtures.model, 'gallery', ...args(site))).toBe(expected);
      expect(existsSync(join(site, 'index.html'))).toBe(true);
      expect(deadLinks(site)).toEqual([]);
      const { photos } = JSON.parse(readFileSync(join(site, 'gallery.json'), 'utf8'));
      expect(photos.length).toBeLessThan(6);
      if (signal === 'SIGINT') {
        expect(filesBelow(site).filter((file) => file.endsWith('.tmp'))).toEqual([]);
        // What was done is shown.
        expect(photos.length).toBeGreaterThan(0);
      }
      const rest = summaryOf(await gallery(fixtures.model, ...args(site), '--json'));
      expect(rest).toMatchObject({ photos: 6, maps: 12, failed: [] });
      expect(rest.computed).toBeLessThan(12);
      expect(rest.computed).toBeGreaterThan(0);
    },
    120_000,
  );

  it('that adds a method leaves what was there in view', async () => {
    const site = join(emptyFolder(), 'site');
    await gallery(fixtures.model, ...args(site), '--method', 'gradient');
    const adds = [...args(site), '--method', 'gradient,smoothgrad'];
    const isAdding = () => readFileSync(join(site, 'index.html'), 'utf8').includes('smoothed');
    expect(await endSmoothgradWhen(isAdding, 'SIGINT', fixtures.model, 'gallery', ...adds)).toBe(130);
    const { photos } = JSON.parse(readFileSync(join(site, 'gallery.json'), 'utf8'));
    const known = photos.map(({ maps }: { maps: { id: string }[] }) => maps[0]?.id);
    expect(known).toEqual(Array(6).fill('gradient'));
    expect(deadLinks(site)).toEqual([]);
  }, 120_000);
});

it('the bundled classifier on its photos', async () => {
  const site = join(emptyFolder(), 'new', 'site');
  const photos = join(repositoryRoot, 'photos');
  const args = ['--method', 'gradient,guided-backprop,smoothgrad', '-n', '4', '-q', '--json', '-o', site];
  const outcome = await gallery(photos, photos, ...args);
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  expect(summaryOf(outcome)).toMatchObject({ photos: 3, maps: 9, computed: 9 });
  expect(recordOf(site, 'cat').predictions[0].label).toMatch(/cat|tabby/);
  expect(deadLinks(site)).toEqual([]);
});
