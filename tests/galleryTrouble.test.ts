import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../packages/smoothgrad/src/commands/gallery/site/store.ts';
import { at, emptyFolder } from './support/cliFixtures.ts';
import {
  deadLinks,
  filesBelow,
  type GalleryFixtures,
  gallery,
  quick,
  writeGalleryFixtures,
} from './support/galleryFixtures.ts';
import { external } from './support/mutateBases.ts';

let fixtures: GalleryFixtures;
beforeAll(async () => {
  fixtures = await writeGalleryFixtures();
});

const make = (site: string, ...args: string[]) =>
  gallery(site, fixtures.photos, '--model', fixtures.model, ...quick, '--json', '-o', site, ...args);

describe.concurrent('trouble with a gallery', () => {
  it('a bad photo among good ones is named, and the rest goes on', async () => {
    const site = emptyFolder();
    const cwd = emptyFolder();
    const photos = [at('truncated.jpg'), join(fixtures.photos, 'plain.png'), join(cwd, 'gone.png')];
    writeFileSync(photos[2]!, 'no image');
    const { code, stdout, stderr } = await gallery(
      cwd,
      ...photos,
      '--model',
      fixtures.model,
      ...quick,
      '--json',
      '-o',
      site,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/truncated\.jpg is truncated or damaged/);
    expect(stderr).toMatch(/gone\.png is not an image/);
    expect(JSON.parse(stdout)).toMatchObject({ photos: 1, failed: [{ photo: photos[0] }, { photo: photos[2] }] });
    expect(readFileSync(join(site, 'index.html'), 'utf8')).toContain('is truncated or damaged');
    expect(deadLinks(site)).toEqual([]);
  });

  it.each<[string, number, RegExp, () => string[]]>([
    ['no photos', 2, /name photos, or folders/, () => ['-o', 'site']],
    ['no folder', 2, /-o site\//, () => [fixtures.photos]],
    ['a folder without photos', 2, /holds no photos/, () => [fixtures.model, '-o', 'site']],
    ['the folder of the photos', 2, /is a folder of photos/, () => [fixtures.photos, '-o', fixtures.photos]],
    [
      'a folder of something else',
      1,
      /holds other files and is no gallery/,
      () => [fixtures.photos, '-o', fixtures.model],
    ],
    ['a file for a folder', 1, /it is not a folder/, () => [fixtures.photos, '-o', at('photo.png')]],
    ['an unknown method', 2, /no method 'gradcam'/, () => [fixtures.photos, '-o', 'site', '--method', 'gradcam']],
    [
      'n of a method that is not there',
      2,
      /--method does not name it/,
      () => [fixtures.photos, '-o', 'site', '--samples-of', 'lrp=3'],
    ],
    [
      'n beside a precision',
      2,
      /leave out --samples-of smoothgrad=3/,
      () => [fixtures.photos, '-o', 'site', '--samples-of', 'smoothgrad=3', '--precision', '0.5'],
    ],
    [
      'signed maxima',
      1,
      /No channel reduction 'max' for signed maps/,
      () => [fixtures.photos, '-o', 'site', '--signed', '--reduce', 'max'],
    ],
    ['n of no method', 2, /METHOD=N/, () => [fixtures.photos, '-o', 'site', '--samples-of', 'gradient']],
    [
      'a method without a map',
      2,
      /gradient is neither plain nor smoothed/,
      () => [fixtures.photos, '-o', 'site', '--method', 'smoothgrad', '--samples-of', 'gradient=0'],
    ],
    [
      'labels of classes',
      2,
      /--class-labels/,
      () => [fixtures.photos, '-o', 'site', '--labels', join(fixtures.model, 'config.json')],
    ],
    [
      'errors without numbers',
      2,
      /leave out --no-npz/,
      () => [fixtures.photos, '-o', 'site', '--with-error', '--no-npz'],
    ],
  ])('%s is refused, and nothing is written', async (_, expected, message, args) => {
    const cwd = emptyFolder();
    const { code, stderr } = await gallery(
      cwd,
      ...args(),
      '--model',
      fixtures.model,
      ...(args().includes('--precision') ? quick.slice(2) : quick),
    );
    expect(stderr.trim().split('\n').at(-1)).toMatch(message);
    expect(code).toBe(expected);
    expect(filesBelow(cwd)).toEqual([]);
  });

  it('a method that does not fit the model is refused before anything is computed', async () => {
    const site = emptyFolder();
    const args = ['--method', 'gradient,grad-cam', '--layer', 'nowhere'];
    const { code, stderr } = await make(site, ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/nowhere/);
    expect(filesBelow(site).filter((file) => file.startsWith('files/'))).toEqual([]);
  });

  it('a call that is refused leaves the gallery that was there', async () => {
    const site = emptyFolder();
    expect((await make(site, '--method', 'gradient')).code).toBe(0);
    const before = readFileSync(join(site, 'index.html'), 'utf8');
    const { code } = await make(site, '--method', 'gradient,grad-cam', '--layer', 'nowhere');
    expect(code).toBe(1);
    expect(readFileSync(join(site, 'index.html'), 'utf8')).toBe(before);
    // Or what an interruption at the very start leaves: the next call knows it.
    const { write } = await openStore(join(site, 'new'), false);
    await write('gallery.css', '');
    await expect(openStore(join(site, 'new'), false)).resolves.toMatchObject({ folder: join(site, 'new') });
  });

  it('weights beside the model have a say in its maps', async () => {
    const site = emptyFolder();
    const model = emptyFolder();
    const { bytes, files } = external();
    writeFileSync(join(model, 'model.onnx'), bytes);
    const train = (factor: number) => {
      const trained = new Float32Array(Uint8Array.from(files['weights.bin']!).buffer).map((weight) => factor * weight);
      writeFileSync(join(model, 'weights.bin'), new Uint8Array(trained.buffer));
    };
    const computed = async () =>
      JSON.parse((await make(site, '--model', model, '--method', 'gradient')).stdout).computed;
    train(1);
    expect([await computed(), await computed()]).toEqual([6, 0]);
    train(2);
    expect(await computed()).toBe(6);
  });

  it('a column of the labels file never passes for a number of the page', async () => {
    const site = emptyFolder();
    const labels = join(emptyFolder(), 'truth.csv');
    writeFileSync(labels, 'photo,label,confidence\nplain.png,0,4711');
    await make(site, '--method', 'gradient', '--labels', labels);
    const index = readFileSync(join(site, 'index.html'), 'utf8').replaceAll('&quot;', '"');
    expect(index).toMatch(/"confidence":0\.\d+[^}]*"confidence \(column\)":4711/);
  });

  it('--force writes beside foreign files and leaves them', async () => {
    const site = emptyFolder();
    mkdirSync(join(site, 'files'));
    writeFileSync(join(site, 'files/mine.txt'), 'mine');
    renameSync(join(site, 'files'), join(site, 'other'));
    const { code } = await make(site, '--method', 'gradient', '--force');
    expect(code).toBe(0);
    expect(readFileSync(join(site, 'other/mine.txt'), 'utf8')).toBe('mine');
  });
});
