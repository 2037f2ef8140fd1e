import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { licences } from './build/licences.ts';
import { siteFiles } from './build/siteFiles.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string };

/** What other entries of a package import on demand, this one may need at once. */
const checks = { ineffectiveDynamicImport: false, pluginTimings: false };

/** What is needed at first, together: split up for the sake of what is needed later, it would be larger. */
const output = {
  comments: { annotation: false },
  codeSplitting: { groups: [{ name: 'first', tags: ['$initial' as const] }] },
};

/** A static site that any host can serve, also below a folder: all addresses are relative. */
export default defineConfig({
  root,
  base: './',
  plugins: [svelte(), licences('page'), siteFiles()],
  worker: { format: 'es', plugins: () => [licences('worker')], rolldownOptions: { checks, output } },
  define: { STUDIO_VERSION: JSON.stringify(version) },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { checks, output },
  },
  // Cross-origin isolation gives WebAssembly its threads.
  server: { headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' } },
  optimizeDeps: { exclude: ['@smoothgrad/web', 'onnxruntime-web'] },
});
