import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import type { Plugin } from 'vite';

const model = fileURLToPath(new URL('../../../models/efficientnet-lite0/', import.meta.url));
const folder = 'models/efficientnet-lite0';
const modelFiles = ['model.onnx', 'config.json', 'preprocessor_config.json'];
const worker = fileURLToPath(new URL('./serviceWorker.js', import.meta.url));

/** What stands beside the page: the bundled classifier, `studio.json`, which names it, and the service worker. */
export function siteFiles(): Plugin {
  let output = '';
  return {
    name: 'studio-site-files',
    configResolved(config) {
      output = join(config.root, config.build.outDir);
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = request.url?.split('?')[0] ?? '';
        if (path === '/studio.json') return void response.end(JSON.stringify(site()));
        const name = modelFiles.find((each) => path === `/${folder}/${each}`);
        if (name === undefined) return next();
        response.end(readFileSync(join(model, name)));
      });
    },
    /** While one works on it, Vite puts styles into the page itself. */
    transformIndexHtml: (html, { server }) =>
      server === undefined ? html : html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
    generateBundle(_, bundle) {
      this.emitFile({ type: 'asset', fileName: 'studio.json', source: JSON.stringify(site()) });
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: serviceWorker(bundle) });
    },
    closeBundle() {
      mkdirSync(join(output, folder), { recursive: true });
      for (const name of [...modelFiles, 'LICENSE', 'LICENSE-apache-2.0.txt'])
        copyFileSync(join(model, name), join(output, folder, name));
    },
  };
}

function site() {
  return {
    name: 'EfficientNet-Lite0',
    about: '1,000 everyday classes (ImageNet)',
    files: modelFiles.map((name) => ({ url: `${folder}/${name}`, name, bytes: statSync(join(model, name)).size })),
  };
}

/** The files of this build by name, and one number for all of them and the model, which keeps its name when it changes. */
function serviceWorker(bundle: Readonly<Record<string, object>>): string {
  const names = Object.keys(bundle).sort();
  const runtime = names.filter((name) => name.endsWith('.wasm'));
  const page = names.filter((name) => !/\.wasm$|\.map$|\.txt$|^index\.html$|^studio\.json$/.test(name));
  const hash = createHash('sha256');
  for (const name of page) {
    const { code, source } = bundle[name] as { code?: string; source?: string | Uint8Array };
    hash.update(name).update(code ?? source ?? '');
  }
  for (const name of modelFiles) hash.update(name).update(readFileSync(join(model, name)));
  const text = readFileSync(worker, 'utf8');
  const filled = text
    .replace("'BUILD'", JSON.stringify(hash.update(text).digest('hex').slice(0, 16)))
    .replace("['FILES']", JSON.stringify(['./', 'studio.json', 'icon.svg', 'manifest.webmanifest', ...page]))
    .replace("['RUNTIME']", JSON.stringify(runtime));
  return transformSync(filled, { minify: true, target: 'es2022' }).code;
}
