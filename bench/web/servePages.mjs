import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { root } from '../networks.mjs';

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Bundles the pages as a site would be, and serves them isolated, so that they may have threads. */
export async function servePages({ hasTfjs, squeezenet }) {
  const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-bench-web-'));
  const pages = fileURLToPath(new URL('pages/', import.meta.url));
  await build({
    root: pages,
    logLevel: 'error',
    configFile: false,
    resolve: { conditions: ['source', 'browser', 'module'] },
    worker: { format: 'es' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2023',
      rolldownOptions: { input: ['ours', ...(hasTfjs ? ['tfjs'] : [])].map((name) => join(pages, `${name}.html`)) },
    },
  });
  const places = {
    bundled: join(root, 'models', 'efficientnet-lite0'),
    squeezenet,
    photos: join(root, 'photos'),
    tfjs: fileURLToPath(new URL('node_modules/@tensorflow/', import.meta.url)),
  };
  const server = createServer(async ({ url }, response) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    const [, place, name] = /^\/(?:(bundled|squeezenet|photos|tfjs)\/)?([\w./-]+)$/.exec(url) ?? [];
    try {
      const content = await readFile(join(places[place] ?? folder, name));
      response.setHeader('Content-Type', types[extname(name)] ?? 'application/octet-stream').end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
