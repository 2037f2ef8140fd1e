/**
 * Checks that imports only go down: smoothgrad, apps → node, web → figures → attribution, render → autodiff, image → onnx; that the pure packages use
 * nothing of Node.js, a page or a native module, and the one for browsers nothing of Node.js; and that every package declares what it imports.
 * Prints one line per offence and exits with 1 if there is one.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));

/** A package may import those of lower layers only. */
const layers = [
  ['onnx'],
  ['autodiff', 'image'],
  ['attribution', 'render'],
  ['figures'],
  ['node', 'web'],
  ['smoothgrad', 'studio', 'gallery'],
];
const pure = new Set(layers.slice(0, 4).flat());
const withoutNode = new Set([...pure, 'web', 'studio', 'gallery']);
const native = new Set(['onnxruntime-node', 'onnxruntime-web', 'sharp', '@resvg/resvg-js']);

const layerOf = (name) => layers.findIndex((layer) => layer.includes(name));
const shortName = (name) => name.replace(/^@smoothgrad\//, '');
const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
/** What pages are built with: of the repository, not of a page. */
const { devDependencies: tools = {} } = existsSync(join(root, 'package.json'))
  ? JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  : {};
/** The demo photos are nobody's own. */
const isPhoto = (path) => !relative(join(root, 'photos'), path).startsWith('..');
const isBuiltin = (specifier) => specifier.startsWith('node:') || builtinModules.includes(packageOf(specifier));

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.(?:tsx?|svelte)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** Line comments after code stay: a specifier in them is worth a look too. */
const withoutComments = (text) =>
  text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/^\s*\/\/.*$/gm, '');

const specifierPattern = /\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g;

function importsOf(text) {
  return [...text.matchAll(specifierPattern)].map((match) => match[2]);
}

function offencesOfImport(specifier, file, { name, folder, manifest }) {
  if (specifier.startsWith('.')) {
    const inside = !relative(join(folder, 'src'), resolve(dirname(file), specifier)).startsWith('..');
    return inside || isPhoto(resolve(dirname(file), specifier)) ? [] : [`leaves the package: '${specifier}'`];
  }
  if (isBuiltin(specifier)) {
    if (withoutNode.has(name)) return [`imports '${specifier}', which only Node.js has`];
    return specifier.startsWith('node:') ? [] : [`imports '${specifier}' without the prefix node:`];
  }
  const dependency = packageOf(specifier);
  const offences = [];
  if (manifest.dependencies?.[dependency] === undefined && !(manifest.private && dependency in tools)) {
    offences.push(`imports '${dependency}', which its package.json does not list under dependencies`);
  }
  if (pure.has(name) && native.has(dependency))
    offences.push(`imports '${dependency}', which is native or bound to a runtime`);
  const target = layerOf(shortName(dependency));
  if (dependency.startsWith('@smoothgrad/') || dependency === 'smoothgrad') {
    const isData = target < 0;
    if (isData ? name !== 'smoothgrad' : target >= layerOf(name)) offences.push(`must not depend on ${dependency}`);
  }
  return offences;
}

function offencesOfFile(file, context) {
  const text = withoutComments(readFileSync(file, 'utf8'));
  const offences = importsOf(text).flatMap((specifier) => offencesOfImport(specifier, file, context));
  return offences.map((offence) => `${relative(root, file)}: ${offence}`);
}

/** Without types of Node.js or of a page the compiler refuses their globals in a pure package: `process`, `document`. */
function offencesOfSettings(file, name) {
  const { compilerOptions = {} } = JSON.parse(readFileSync(file, 'utf8'));
  const added = ['lib', 'types'].filter((option) => pure.has(name) && option in compilerOptions);
  return added.map((option) => `${relative(root, file)}: '${option}' lets a pure package use more than the language`);
}

const workspaces = ['packages', 'apps'].filter((name) => existsSync(join(root, name)));
const folders = workspaces.flatMap((name) => readdirSync(join(root, name)).map((entry) => join(root, name, entry)));
const offences = folders.flatMap((folder) => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const name = shortName(manifest.name);
  if (layerOf(name) < 0) return [`${relative(root, folder)}: is in no layer of scripts/check-dependencies.mjs`];
  const files = sources(join(folder, 'src'));
  return [
    ...offencesOfSettings(join(folder, 'tsconfig.json'), name),
    ...files.flatMap((file) => offencesOfFile(file, { name, folder, manifest })),
  ];
});

for (const offence of offences) console.error(offence);
console.log(offences.length === 0 ? 'Imports only go down.' : `${offences.length} imports to look at.`);
process.exitCode = offences.length === 0 ? 0 : 1;
