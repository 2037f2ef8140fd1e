import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { type BuildFailure, build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from './support/shared.ts';

/** What runs in browsers: the pure packages, and the one for browsers, whose worker is bundled apart. */
const portable = ['onnx', 'autodiff', 'image', 'attribution', 'render', 'figures', 'web'];

async function bundle(name: string, conditions: string[] = ['source']): Promise<{ text: string; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(repositoryRoot, 'packages', name, 'src', 'index.ts')],
    platform: 'browser',
    format: 'iife',
    globalName: 'bundled',
    target: 'es2023',
    conditions,
    bundle: true,
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return { text: outputFiles[0]!.text, inputs: Object.keys(metafile.inputs) };
}

describe.each(portable)('@smoothgrad/%s', (name) => {
  it('bundles for the browser, and starts there without Node.js and without a page', async () => {
    const { text, inputs } = await bundle(name);
    expect(inputs.filter((path) => builtinModules.includes(path) || path.startsWith('node:'))).toEqual([]);
    expect(inputs.filter((path) => /\.node$|onnxruntime|sharp/.test(path))).toEqual([]);
    // What every runtime has beside the language: nothing of Node.js, no DOM.
    const globals = { TextEncoder, TextDecoder, URL, setTimeout, clearTimeout };
    const names = runInNewContext(`${text}; Object.keys(bundled)`, globals) as string[];
    const expected = Object.keys((await import(join(repositoryRoot, 'packages', name, 'src', 'index.ts'))) as object);
    expect([...names].sort()).toEqual(expected.sort());
  });
});

it('a package that needs Node.js would be noticed', async () => {
  const failure = (await bundle('node').catch((error: unknown) => error)) as BuildFailure;
  expect(failure.errors.some(({ text }) => /Could not resolve "node:/.test(text))).toBe(true);
});
