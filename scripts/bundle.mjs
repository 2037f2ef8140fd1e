/**
 * Part of `npm run build`: the command line and the package `smoothgrad` as a few files. Node.js needs a third of a second to load
 * their 400 modules one by one, and a twentieth for these; what is not always needed stays apart and is loaded when it is.
 */
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'packages', 'smoothgrad', 'dist', 'bundle');

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['main.ts', 'index.ts'].map((name) => join(root, 'packages', 'smoothgrad', 'src', name)),
  outdir: folder,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  conditions: ['source'],
  external: ['onnxruntime-node', 'sharp', '@resvg/resvg-js'],
  // CommonJS libraries look for it.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
  define: { SMOOTHGRAD_BUILD: JSON.stringify(digestOfSources()) },
  metafile: true,
});
// Only now: a process that runs the former files may still load some.
const made = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of readdirSync(folder)) if (!made.has(name)) rmSync(join(folder, name));
// Prediction difference learns from them what patches look like.
cpSync(join(root, 'photos'), join(root, 'packages', 'smoothgrad', 'dist', 'photos'), { recursive: true });
await bundleGallery();
// `smoothgrad studio` serves it; the bundled classifier lies in a package of its own already.
const studio = join(root, 'packages', 'smoothgrad', 'dist', 'studio');
rmSync(studio, { recursive: true, force: true });
cpSync(join(root, 'apps', 'studio', 'dist'), studio, {
  recursive: true,
  filter: (path) => basename(path) !== 'models',
});
writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), licences(Object.keys(metafile.inputs)));

/** Style and script of galleries: opened from disk, pages take classic scripts only. */
async function bundleGallery() {
  const source = join(root, 'apps', 'gallery', 'src');
  await build({
    absWorkingDir: root,
    entryPoints: [join(source, 'gallery.ts'), join(source, 'gallery.css')],
    outdir: join(root, 'packages', 'smoothgrad', 'dist', 'gallery'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome120', 'firefox121', 'safari17'],
    logLevel: 'warning',
  });
}

/** What is cached was made by this code and no other: see `node/src/cache/build.ts`. */
function digestOfSources() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const files = readdirSync(join(root, 'packages'), { recursive: true }).filter(
    (path) => /^[^/\\]+[/\\]src[/\\].*\.ts$/.test(path) && !path.endsWith('.test.ts'),
  );
  for (const path of files.sort()) hash.update(path).update(readFileSync(join(root, 'packages', path)));
  return hash.digest('hex');
}

/** What the licences of the bundled libraries ask for. */
function licences(inputs) {
  const names = inputs.flatMap((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? []);
  return [...new Set(names)].sort().map(licenceOf).join('\n');
}

function licenceOf(name) {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8') : '';
  return `${name} ${version} (${license})\n\n${text}`;
}
