import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeModel } from '@smoothgrad/onnx';
import { chromium } from 'playwright';
import { describe, expect, it } from 'vitest';
import { chromiumPath } from './support/browser.ts';
import { repositoryRoot } from './support/shared.ts';
import { drop, samplesOf, untilSamples } from './support/studioPage.ts';
import { tinyClassifier } from './support/tinyModels.ts';

const site = join(repositoryRoot, 'apps', 'studio', 'dist');
const executablePath = chromiumPath();
const gzipped = (names: readonly string[]) =>
  names.reduce((sum, name) => sum + gzipSync(readFileSync(join(site, name)), { level: 9 }).length, 0);

describe('the bundle', () => {
  it('of the page itself is small: it comes before anything else', () => {
    const page = readFileSync(join(site, 'index.html'), 'utf8');
    const first = readdirSync(join(site, 'assets'))
      .map((name) => join('assets', name))
      .filter((name) => page.includes(name));
    expect(first.length).toBeGreaterThanOrEqual(2);
    expect(gzipped(['index.html', ...first])).toBeLessThan(55_000);
  });

  it('holds the bundled classifier and its licence, and no source maps', () => {
    expect(readdirSync(join(site, 'models', 'efficientnet-lite0')).sort()).toEqual([
      'LICENSE',
      'LICENSE-apache-2.0.txt',
      'config.json',
      'model.onnx',
      'preprocessor_config.json',
    ]);
    const licences = readFileSync(join(site, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const library of ['svelte', 'comlink', 'onnxruntime-web']) expect(licences).toContain(`\n${library} `);
    expect(readdirSync(site, { recursive: true }).filter((name) => String(name).endsWith('.map'))).toEqual([]);
  });
});

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/** A host that knows nothing of the studio: no headers but the type, and the site below two paths. */
async function plainHost(): Promise<{ url: string; requested: ReadonlySet<string>; close: () => void }> {
  const requested = new Set<string>();
  const server = createServer((request, response) => {
    const path = (request.url ?? '')
      .split('?')[0]!
      .replace(/^\/(?:lab|shop)\/studio\//, '')
      .replace(/^$/, 'index.html');
    requested.add(path);
    try {
      const content = readFileSync(join(site, path));
      response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream').end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/lab/studio/`, requested, close: () => server.close() };
}

describe.skipIf(executablePath === undefined)('the site on any host', () => {
  it('fetches less than 150 kB, gzipped, until a photo is explained: without runtime, model and photos', async () => {
    const host = await plainHost();
    const browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    try {
      // It would fetch the whole site beside the page, for visits without a network.
      const page = await (await browser.newContext({ serviceWorkers: 'block' })).newPage();
      await page.goto(`${host.url}#samples=2`);
      await page.getByRole('button', { name: 'A cat', exact: true }).click();
      await untilSamples(page, 2);
      const fetched = [...host.requested].filter((name) => /\.(?:html|js|css)$/.test(name) && !/\/ort[.-]/.test(name));
      for (const part of ['index.html', 'index-', 'explainingWorker-', 'engineWorker-', 'compileExplainer-'])
        expect(fetched.some((name) => name.includes(part))).toBe(true);
      expect(gzipped([...new Set([...fetched, 'service-worker.js'])])).toBeLessThan(150_000);
    } finally {
      await browser.close();
      host.close();
    }
  }, 120_000);

  it('leaves alone what a studio in another folder of the host keeps', async () => {
    const host = await plainHost();
    const browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      const other = host.url.replace('/lab/', '/shop/');
      for (const url of [host.url, other]) {
        await page.goto(url);
        // Its worker takes the page over when it has cleared away what is old.
        await page.evaluate(
          `navigator.serviceWorker.controller === null && new Promise((resolve) => {
            navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true });
          })`,
        );
      }
      const kept = (await page.evaluate('caches.keys()')) as string[];
      const ofPages = kept.filter((name) => name.startsWith('studio-page-')).map((name) => name.split(' ')[1]);
      expect(ofPages.sort()).toEqual([host.url, other]);
    } finally {
      await browser.close();
      host.close();
    }
  }, 60_000);

  it('works without headers on one thread, from the second visit on with threads; with the camera too', async () => {
    const host = await plainHost();
    const fakeCamera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
    const browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox', ...fakeCamera] });
    try {
      const page = await browser.newPage();
      await page.goto(`${host.url}#samples=3`);
      const tiny = { name: 'tiny.onnx', bytes: writeModel(tinyClassifier(), 'reference') };
      await drop(page, tiny);
      await page.getByRole('button', { name: 'Camera' }).click();
      await page.getByRole('button', { name: 'Take the photo' }).click();
      await untilSamples(page, 3);
      await page.getByRole('button', { name: 'Model: tiny.onnx' }).click();
      await page.getByText('WebAssembly, 1 thread').waitFor();
      await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
      await page.reload();
      expect(await page.evaluate('crossOriginIsolated')).toBe(true);
      await drop(page, tiny);
      await page.getByRole('button', { name: 'A cat', exact: true }).click();
      await untilSamples(page, 3);
      expect(await samplesOf(page)).toBe(3);
      await page.getByRole('button', { name: 'Model: tiny.onnx' }).click();
      await page.getByText(/WebAssembly, \d+ threads/).waitFor();
    } finally {
      await browser.close();
      host.close();
    }
  }, 120_000);
});
