import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { givenModel } from '../packages/smoothgrad/src/commands/studio/siteFiles.ts';
import { createStudioApp } from '../packages/smoothgrad/src/commands/studio/studioApp.ts';
import { emptyFolder, files } from './support/cliFixtures.ts';
import { runSmoothgrad } from './support/runSmoothgrad.ts';
import { repositoryRoot } from './support/shared.ts';
import { writeTinyModels } from './support/tinyModels.ts';

const folder = emptyFolder();
writeTinyModels(folder);
writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
writeFileSync(join(folder, 'secret.txt'), 'secret');
const page = new Map([
  ['/', join(folder, 'index.html')],
  ['/assets/a-1.js', join(folder, 'index.html')],
]);
const here = { headers: { host: '127.0.0.1:7777' } };

it('serves the page, isolated and with a strict policy', async () => {
  const response = await createStudioApp(page).request('/', here);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('page');
  const header = (name: string) => response.headers.get(name);
  expect(header('cross-origin-opener-policy')).toBe('same-origin');
  expect(header('cross-origin-embedder-policy')).toBe('require-corp');
  expect(header('cross-origin-resource-policy')).toBe('same-origin');
  expect(header('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
  expect(header('content-security-policy')).not.toContain('unsafe-inline');
  expect(header('content-type')).toBe('text/html; charset=utf-8');
});

it.each(['evil.example', 'evil.example:7777', '127.0.0.1.evil.example', '127.0.0.1@evil.example', ''])(
  'refuses the name %s: a page elsewhere may have had it lead here',
  async (host) => {
    const response = await createStudioApp(page).request('/', { headers: { host } });
    expect(response.status).toBe(403);
    expect(await response.text()).not.toContain('page');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  },
);

it.each(['localhost', 'localhost:7777', '127.0.0.1'])('answers to %s', async (host) => {
  expect((await createStudioApp(page).request('/', { headers: { host } })).status).toBe(200);
});

it.each([
  '/secret.txt',
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../secret.txt',
  '/given/0',
  '/assets/',
  '/%ff',
])('has nothing at %s', async (path) => {
  const response = await createStudioApp(page).request(`http://127.0.0.1${path}`, here);
  expect(response.status).toBe(404);
  expect(await response.text()).not.toContain('secret');
});

it('hands out the model that was named, with the files beside it, and nothing else of its folder', async () => {
  const given = await givenModel(join(folder, 'tiny.onnx'));
  const app = createStudioApp(page, given);
  const site = (await (await app.request('/studio.json', here)).json()) as typeof given.site;
  expect(site.files.map(({ name }) => name)).toEqual(['tiny.onnx', 'config.json']);
  for (const { url, bytes } of site.files) {
    const response = await app.request(`/${url}`, here);
    expect((await response.arrayBuffer()).byteLength).toBe(bytes);
    expect(response.headers.get('content-length')).toBe(String(bytes));
  }
  expect((await app.request('/given/2', here)).status).toBe(404);
});

it.skipIf(!existsSync('/proc/self/fd'))('opens no file for HEAD', async () => {
  // More than what is read ahead: it would stay open.
  const large = join(folder, 'large.wasm');
  writeFileSync(large, Buffer.alloc(2 ** 22));
  const app = createStudioApp(new Map([['/large.wasm', large]]));
  const opened = () =>
    readdirSync('/proc/self/fd')
      .map(linkOf)
      .filter((path) => path.endsWith('large.wasm'));
  const response = await app.request('/large.wasm', { ...here, method: 'HEAD' });
  expect(response.headers.get('content-length')).toBe(String(2 ** 22));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(opened()).toEqual([]);
});

const linkOf = (fd: string) => {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
};

it('really starts, says where it is, and ends by Ctrl-C', async () => {
  const { url, stop } = await startStudio();
  const response = await fetch(url);
  expect(await response.text()).toContain('SmoothGrad Studio');
  expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  const site = (await (await fetch(`${url}studio.json`)).json()) as { files: { url: string; bytes: number }[] };
  const model = await fetch(url + site.files[0]!.url, { method: 'HEAD' });
  expect([model.status, Number(model.headers.get('content-length'))]).toEqual([200, site.files[0]!.bytes]);
  expect(await stop()).toBe(130);
});

it('says what to do where the port is taken, the port is none, or the model is not there', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const cwd = emptyFolder();
  const taken = await runSmoothgrad(cwd, 'studio', '--port', String(port));
  other.close();
  expect(taken).toMatchObject({ code: 2, stdout: '' });
  expect(taken.stderr).toBe(
    `smoothgrad: port ${port} is in use: name another with --port, or --port 0 for any that is free\n`,
  );
  expect(await runSmoothgrad(cwd, 'studio', '--port', '70000')).toMatchObject({ code: 2 });
  const missing = await runSmoothgrad(cwd, 'studio', '--port', '0', '--model', 'nowhere.onnx');
  expect(missing.code).toBe(1);
  expect(missing.stderr).toMatch(/nowhere\.onnx does not exist/);
  expect(files(cwd)).toEqual([]);
});

/** The command as a user runs it. */
function startStudio(): Promise<{ url: string; stop: () => Promise<number | null> }> {
  const bin = join(repositoryRoot, 'packages/smoothgrad/bin/smoothgrad.js');
  const child = spawn(process.execPath, [bin, 'studio', '--port', '0']);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return new Promise((resolve) => {
    child.stdout.once('data', (text: Buffer) => {
      const stop = () => {
        child.kill('SIGINT');
        return ended;
      };
      resolve({ url: text.toString().trim(), stop });
    });
  });
}
