import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeNpz } from '@smoothgrad/attribution';
import { writeModel } from '@smoothgrad/onnx';
import { readProvenance } from '@smoothgrad/render';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenModel } from '../packages/smoothgrad/src/commands/studio/siteFiles.ts';
import { chromiumPath } from './support/browser.ts';
import { emptyFolder } from './support/cliFixtures.ts';
import { cosine, relativeDistance } from './support/compare.ts';
import { modelOf, node } from './support/graphs.ts';
import { longestTask } from './support/longestTask.ts';
import { lookAt } from './support/lookAt.ts';
import { runSmoothgrad } from './support/runSmoothgrad.ts';
import { repositoryRoot } from './support/shared.ts';
import { smoothCnn } from './support/smoothNetworks.ts';
import { drop, paste, type Studio, samplesOf, softwareGpu, startStudio, untilSamples } from './support/studioPage.ts';
import { tinyClassifier, writeTinyModels } from './support/tinyModels.ts';

const chromium = chromiumPath();
/** The machine may be busy with other things. */
const patience = { timeout: 60_000 };
const photo = (name: string) => ({ name, bytes: readFileSync(join(repositoryRoot, 'photos', name)) });
const file = (name: string, model: Parameters<typeof writeModel>[0]) => ({
  name,
  bytes: writeModel(model, 'reference'),
});

async function saved(page: Page, button: 'PNG' | 'SVG' | 'npz'): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

describe.skipIf(chromium === undefined)('the studio, with the bundled classifier on WebAssembly', () => {
  let studio: Studio;
  let page: Page;

  beforeAll(async () => {
    studio = await startStudio(chromium!);
    page = await studio.open({ address: '#samples=32' });
  });
  afterAll(() => studio.close());

  it('fetches neither runtime nor model before there is a photo, and says how large they are', async () => {
    await page.getByText('9.3 MB').waitFor();
    expect(studio.requests.filter((url) => /\.onnx$|\.wasm$/.test(url))).toEqual([]);
    await lookAt(page, 'welcome');
  });

  it('explains a photo that is dropped, and the map is there with its first sample', async () => {
    const longest = await longestTask(page, async () => {
      await drop(page, photo('coffee.jpg'));
      await untilSamples(page, 1);
      await page.getByRole('button', { name: /^espresso 95\.7 %/ }).waitFor();
      await untilSamples(page, 32);
    });
    // Everything heavy happens in workers: the page answers within 50 ms all the time.
    expect(longest).toBeLessThan(50);
    expect(await page.getByTestId('progress').textContent()).toMatch(/n = 32 of 32.*relative standard error \d/s);
    await lookAt(page, 'explain');
  });

  it('goes on with more samples, pauses and resumes, and loses nothing', async () => {
    await page.getByRole('button', { name: '50 more samples' }).click();
    await untilSamples(page, 33);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused').waitFor();
    const there = await samplesOf(page);
    expect(there).toBeGreaterThanOrEqual(33);
    expect(there).toBeLessThan(82);
    await page.waitForTimeout(700);
    expect(await samplesOf(page)).toBe(there);
    await page.getByRole('button', { name: 'Resume' }).click();
    await untilSamples(page, there + 1);
    await page.getByRole('slider', { name: 'Samples' }).fill('0');
    await expect.poll(() => page.getByTestId('progress').textContent(), patience).toMatch(/of 1\s/);
  });

  it('draws visual settings anew without computing', async () => {
    await page.evaluate('performance.clearMeasures()');
    const before = await page.getByTestId('progress').textContent();
    await page.getByRole('radio', { name: 'Signed', exact: true }).check();
    // Of these the sum would be drawn.
    const reductions = page.getByRole('combobox', { name: 'Channels' }).locator('option:disabled');
    await expect.poll(() => reductions.allTextContents()).toEqual(['largest', 'Euclidean norm', 'mean with signs']);
    await page.getByLabel('map × photo').check();
    await page.getByRole('combobox', { name: 'Colours' }).selectOption('viridis');
    await page.waitForTimeout(300);
    expect(await page.getByTestId('progress').textContent()).toBe(before);
    const redraws = await page.evaluate<number[]>(
      `performance.getEntriesByName('redraw').map(({ duration }) => Math.round(duration))`,
    );
    expect(redraws.length).toBeGreaterThanOrEqual(3);
    // Without other work on the machine about 10 ms.
    expect(redraws.sort((a, b) => a - b)[redraws.length >> 1]).toBeLessThan(200);
    await page.getByRole('radio', { name: 'Absolute' }).check();
    await page.getByLabel('map × photo').uncheck();
    await page.getByRole('combobox', { name: 'Colours' }).selectOption('');
  });

  it('explains another photo, another class, and the difference of two', async () => {
    await drop(page, photo('cat-and-coffee.jpg'));
    await page.getByRole('button', { name: /^espresso 36\.7 %/ }).waitFor();
    await page.getByRole('button', { name: /^Egyptian cat 19/ }).click();
    await page.getByRole('button', { name: 'Keep to compare' }).click({ trial: true });
    await page.locator('figcaption').getByText('Egyptian cat', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Compare with espresso' }).click();
    await page.locator('figcaption').getByText('Egyptian cat against espresso').waitFor();
    await page.getByRole('slider', { name: 'Samples' }).fill('0.3');
    await expect.poll(() => page.getByTestId('progress').textContent(), patience).toMatch(/n = 8 of 8\s/);
    await expect.poll(() => new URL(page.url()).hash).toContain('targets=285,967');
    await page.getByText('Both maps on the command line').waitFor();
    await lookAt(page, 'difference');
  });

  it('keeps maps side by side, with one cursor', async () => {
    await page.getByRole('button', { name: 'Keep to compare' }).click();
    await page.getByRole('button', { name: /^Egyptian cat 19/ }).click();
    await page.locator('figcaption').getByText('Egyptian cat', { exact: true }).waitFor();
    await page.getByRole('tab', { name: /^Compare/ }).click();
    await page.getByRole('button', { name: /^Keep the present map/ }).click();
    await expect.poll(() => page.locator('figure').count(), patience).toBe(3);
    const pictures = page.getByRole('application');
    await pictures.nth(1).focus();
    for (const key of ['ArrowRight', 'Shift+ArrowDown']) await page.keyboard.press(key);
    expect(await page.getByTestId('pixel').textContent()).toMatch(/^\(113, 122\), colour \d+ \d+ \d+$/);
    for (const reading of await page.getByTestId('reading').allTextContents()) expect(reading).toMatch(/\d/);
    await lookAt(page, 'compare');
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('pixel').textContent()).toContain('224 × 224');
  });

  it('shows figure 3 live, and takes a level from it', async () => {
    await page.goto(`${studio.url}#samples=6&targets=285`);
    await page.getByRole('tab', { name: 'Noise levels' }).click();
    await expect.poll(() => page.locator('figure canvas').count(), patience).toBeGreaterThanOrEqual(13);
    await expect.poll(() => page.getByText('n = 6, ').count(), patience).toBe(5);
    await lookAt(page, 'noise-levels');
    await page.getByRole('button', { name: '10 % noise' }).click();
    await page.locator('figcaption').getByText('SmoothGrad, n = 6, noise 10 %').waitFor();
    await expect.poll(() => new URL(page.url()).hash).toContain('noise=0.1');
  });

  it('saves the picture with how it was made, the numbers, and figures as SVG', async () => {
    await page.goto(`${studio.url}#samples=3&noise=0.1&targets=285`);
    await expect.poll(() => page.getByTestId('progress').textContent(), patience).toMatch(/n = 3 of 3\s/);
    const picture = await saved(page, 'PNG');
    expect(picture.name).toBe('cat-and-coffee.smoothgrad.egyptian-cat.png');
    expect(readProvenance(picture.bytes)).toMatchObject({
      photo: 'cat-and-coffee.jpg',
      model: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      target: { index: 285, label: 'Egyptian cat' },
      method: 'smoothgrad',
      samples: 3,
      seed: 0,
      noise: { level: 0.1, space: 'pixel' },
      smoothing: { aggregation: 'mean', sampling: 'iid', stopped: 'samples' },
    });
    const figure = (await saved(page, 'SVG')).bytes.toString().replace(/href="[^"]*"/g, '');
    expect(figure).toMatch(/^<svg .*Egyptian cat.*<\/svg>\s*$/s);
    expect(figure).not.toContain('NaN');
  });

  it('the command line it shows makes the same map', async () => {
    const { map, standard_error: errors } = decodeNpz((await saved(page, 'npz')).bytes);
    const command = (await page.getByTestId('command').textContent())!;
    expect(command).toBe('npx smoothgrad explain cat-and-coffee.jpg --target 285 --samples 3 --noise 0.1 --seed 0');
    const cwd = emptyFolder();
    const { name, bytes } = photo('cat-and-coffee.jpg');
    writeFileSync(join(cwd, name), bytes);
    const outcome = await runSmoothgrad(cwd, ...command.split(' ').slice(2), '--save', 'there.npz', '--quiet');
    expect(outcome.code).toBe(0);
    const there = decodeNpz(readFileSync(join(cwd, 'there.npz')));
    const [ours, theirs] = [map!.data as Float32Array, there.map!.data as Float32Array];
    // As any two engines: single decisions of the network flip at float32 resolution.
    expect(relativeDistance(ours, theirs)).toBeLessThan(2e-2);
    expect(cosine(ours, theirs)).toBeGreaterThan(0.9998);
    expect(relativeDistance(errors!.data as Float32Array, there.standard_error!.data as Float32Array)).toBeLessThan(
      2e-2,
    );
  }, 120_000);

  it('is what the address says after it is loaded again, without a network too', async () => {
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    const keys = `caches.keys().then((names) => Promise.all(names.map(async (name) => (await caches.open(name)).keys())))`;
    const urls = () => page.evaluate<string[]>(`${keys}.then((all) => all.flat().map(({ url }) => url))`);
    const isKept = async () => {
      const kept = await urls();
      return kept.some((url) => url.endsWith('.wasm')) && kept.some((url) => url.endsWith('model.onnx'));
    };
    await expect.poll(isKept, patience).toBe(true);
    await page.context().setOffline(true);
    await page.reload();
    await page.getByRole('button', { name: 'A cat', exact: true }).click();
    await untilSamples(page, 3);
    // The class of the link belongs to the first photo.
    await page.locator('figcaption').getByText('SmoothGrad, n = 3, noise 10 %').waitFor();
    await page.locator('figcaption').getByText('Egyptian cat', { exact: true }).waitFor();
    await page.context().setOffline(false);
  });

  it('looks well in the dark, over the photo, and on a phone', async () => {
    await page.getByRole('radio', { name: 'Overlay' }).check();
    await page.getByRole('combobox', { name: 'Colours' }).selectOption('inferno');
    await page.getByRole('button', { name: 'Dark appearance' }).click();
    await page.getByRole('button', { name: 'About Noise level' }).click();
    await lookAt(page, 'dark');
    await page.setViewportSize({ width: 375, height: 812 });
    await lookAt(page, 'phone-dark');
    await page.getByRole('button', { name: 'Light appearance' }).click();
    await page.getByRole('radio', { name: 'Slider' }).check();
    await page.evaluate('scrollTo(0, 0)');
    await lookAt(page, 'phone');
    await page.getByRole('button', { name: /^Model/ }).click();
    await lookAt(page, 'phone-model');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('says which method does not fit, and keeps the map', async () => {
    await page.getByRole('combobox', { name: 'Method' }).selectOption('guided-backprop');
    await expect.poll(() => page.getByTestId('samples').textContent(), patience).toBe('1');
    await page.getByRole('combobox', { name: 'Method' }).selectOption('lrp');
    await page.locator('figcaption').getByText('Layer-wise relevance propagation').waitFor();
  });

  it('asks no other host for anything, and nothing went wrong', () => {
    expect(studio.requests.length).toBeGreaterThan(10);
    const elsewhere = studio.requests.filter((url) => !/^(?:blob|data):/.test(url) && !url.startsWith(studio.url));
    expect(elsewhere).toEqual([]);
    // The network was taken away on purpose.
    expect(studio.complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  });
});

describe.skipIf(chromium === undefined)('the studio, with small models', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await startStudio(chromium!, softwareGpu);
  });
  afterAll(() => studio.close());

  it('explains a model of the user on WebGPU, and goes on with WebAssembly when the device is lost', async () => {
    const page = await studio.open({ address: '#backend=webgpu&samples=40' });
    const labels = { id2label: Object.fromEntries(Array.from({ length: 10 }, (_, i) => [i, `kind ${i}`])) };
    await drop(page, file('smooth.onnx', smoothCnn(32)), {
      name: 'config.json',
      bytes: Buffer.from(JSON.stringify(labels)),
    });
    await paste(page, photo('cat.jpg'));
    await untilSamples(page, 2);
    await page.getByText('WebGPU', { exact: true }).waitFor();
    const before = await samplesOf(page);
    const session = await studio.browser.newBrowserCDPSession();
    await session.send('Browser.crashGpuProcess');
    await session.detach();
    await page.getByText('The graphics device was lost').waitFor({ timeout: 60_000 });
    await untilSamples(page, 40);
    expect(before).toBeLessThan(40);
    await page.getByText('WASM', { exact: true }).waitFor();
    await page.context().close();
  }, 180_000);

  it('goes on with the model that is there when another cannot be opened', async () => {
    const torn = { name: 'torn.onnx', bytes: writeModel(tinyClassifier(), 'reference').subarray(0, 700) };
    const page = await studio.open({ address: '#samples=3&backend=wasm' });
    const before = studio.requests.length;
    await drop(page, torn, photo('cat.jpg'));
    await page.getByRole('alert').getByText('not an ONNX').waitFor();
    // The photo that came with it is not explained by another model instead.
    await page.waitForTimeout(500);
    expect(await page.locator('figure').count()).toBe(0);
    expect(studio.requests.slice(before).filter((url) => url.endsWith('.onnx'))).toEqual([]);
    await drop(page, file('smooth.onnx', smoothCnn(32)), photo('cat.jpg'));
    await untilSamples(page, 3);
    await drop(page, torn);
    await page.getByText('smooth.onnx stays open').waitFor();
    await page.getByRole('button', { name: '50 more samples' }).click();
    await untilSamples(page, 53);
    // Neither does a photo that cannot be read take the place of the one that is there.
    await drop(page, { name: 'torn.jpg', bytes: photo('coffee.jpg').bytes.subarray(0, 300) });
    await page.getByRole('alert').getByText('This photo cannot be read').waitFor();
    await page.getByRole('button', { name: /^Model/ }).click();
    await page.getByRole('combobox', { name: 'Runs on' }).selectOption('auto');
    await page.getByText('made of software').waitFor();
    // A link that is pasted over the page's own moves the network too.
    await page.evaluate("location.hash = '#samples=53&backend=wasm'");
    await page.getByRole('dialog').getByText('as asked for').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await untilSamples(page, 53);
    // A map that was kept says what it is of where that is another photo.
    await page.getByRole('button', { name: 'Keep to compare' }).click();
    await drop(page, photo('coffee.jpg'));
    await page.getByTestId('command').getByText('coffee.jpg').waitFor();
    await page.getByRole('tab', { name: /^Compare/ }).click();
    await page.locator('figcaption').getByText('cat.jpg').waitFor();
    await page.getByRole('button', { name: 'SVG', exact: true }).click();
    await page.getByText('the maps in view are older').waitFor();
    await page.context().close();
  }, 120_000);

  it('offers the model that the server was started with, and names it on the command line', async () => {
    const folder = emptyFolder();
    writeTinyModels(folder);
    const own = await startStudio(chromium!, [], await givenModel(join(folder, 'tiny.onnx')));
    const page = await own.open({ address: '#samples=4' });
    await page.getByText('tiny.onnx, the model that was named').waitFor();
    await drop(page, photo('cat.jpg'));
    await untilSamples(page, 4);
    await page
      .getByRole('button', { name: /^(?:tabby cat|tiger cat|cup|crane) / })
      .first()
      .waitFor();
    expect(await page.getByTestId('command').textContent()).toContain(`--model ${join(folder, 'tiny.onnx')} --target`);
    await own.close();
  });

  it.each([
    ['text', { name: 'notes.txt', bytes: Buffer.from('no model') }, /no \.onnx file/],
    [
      'a torn file',
      { name: 'torn.onnx', bytes: writeModel(tinyClassifier(), 'reference').subarray(0, 700) },
      /not an ONNX/,
    ],
    [
      'an operator without a gradient',
      file(
        'draw.onnx',
        tinyClassifier({
          last: [node('Sigmoid', ['logits'], ['p']), node('Bernoulli', ['p'], ['draw'])],
          outputs: ['draw'],
        }),
      ),
      /Bernoulli/,
    ],
    [
      'no image',
      file('table.onnx', modelOf({ inputs: { x: [1, 10] }, nodes: [node('Relu', ['x'], ['y'])], outputs: ['y'] })),
      /no image input/,
    ],
  ])('says why %s cannot be explained', async (_, given, words) => {
    const page = await studio.open();
    await drop(page, given);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(words);
    if (given.name === 'draw.onnx') await lookAt(page, 'error');
    if (given.name === 'notes.txt') {
      // The model of the site is there as before.
      await page.goto(`${studio.url}#samples=1`);
      await page.getByRole('button', { name: 'A cat', exact: true }).click();
      await page.getByRole('button', { name: /^tiger cat 38/ }).waitFor({ timeout: 60_000 });
    }
    await page.context().close();
  });
});
