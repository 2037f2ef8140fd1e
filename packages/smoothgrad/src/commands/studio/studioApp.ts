import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import type { GivenModel, SiteFiles } from './siteFiles.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
};

/** Isolated, so that WebAssembly has its threads; scripts, styles and pictures from here alone; nobody else reads it or frames it. */
const headers: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** Names that a browser on this machine reaches the server by. Others are pages elsewhere that had their name lead here. */
const ownHost = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/;

/** The studio's server: what is in `files`, and the model that was named. */
export function createStudioApp(files: SiteFiles, given?: GivenModel): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    const host = context.req.header('host') ?? '';
    if (ownHost.test(host)) await next();
    else context.res = context.text('This studio is for this machine alone: open it as 127.0.0.1.\n', 403);
    for (const [name, value] of Object.entries(headers)) context.header(name, value);
  });
  if (given !== undefined) app.get('/studio.json', (context) => context.json(given.site));
  app.get('*', async (context) => {
    const { path } = context.req;
    const file = files.get(path) ?? given?.files.get(path);
    const stats = file === undefined ? undefined : await stat(file).catch(() => undefined);
    if (file === undefined || !stats?.isFile()) return context.text('There is nothing here.\n', 404);
    const about = {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Content-Length': String(stats.size),
      'Cache-Control': path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache',
    };
    // HEAD comes here too: nobody would read the file, nor close it.
    if (context.req.method === 'HEAD') return context.body(null, 200, about);
    return context.body(Readable.toWeb(createReadStream(file)) as ReadableStream, 200, about);
  });
  return app;
}
