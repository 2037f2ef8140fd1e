import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choosePreprocessing } from '@smoothgrad/attribution';
import { type Model, tensorsOf, writeModel } from '@smoothgrad/onnx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { node, numbers, weights } from '../../../tests/support/graphs.ts';
import { tinyClassifier } from '../../../tests/support/tinyModels.ts';
import type { Cache } from './cache/diskCache.ts';
import { createNodeEngine } from './engine/createNodeEngine.ts';
import { loadModel } from './loadModel.ts';
import { openPhotoClassifier } from './photoClassifier.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smoothgrad-models-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (...parts: string[]) => join(folder, ...parts);
const write = (name: string, model: Model) => writeFileSync(at(name), writeModel(model, 'reference'));
const writeJson = (name: string, content: unknown) => writeFileSync(at(name), JSON.stringify(content));

/** The tiny classifier with the bytes of its filters in `weights.bin`. */
function writeWithExternalWeights(model: string, weights: string): void {
  const source = tinyClassifier();
  const filters = source.graph.initializers.get('filters')!;
  if (filters.data.kind !== 'inline') throw new Error('the fixture keeps its weights inline');
  const { bytes } = filters.data;
  const data = { kind: 'file', file: 'weights.bin', offset: 0, length: bytes.length } as const;
  const initializers = new Map([...source.graph.initializers, ['filters', { ...filters, data }]]);
  write(model, { ...source, graph: { ...source.graph, initializers } });
  writeFileSync(at(weights), bytes);
}

async function gradientOf(path: string, cache?: Cache): Promise<Float32Array> {
  const engine = createNodeEngine({ workers: 1 });
  try {
    const options = { preset: 'torchvision', cache };
    const classifier = await openPhotoClassifier(await loadModel(path, cache), engine, options);
    return (await classifier.gradient(numbers(192), Float32Array.of(0, 1, 0, 0))).gradient;
  } finally {
    await engine.close();
  }
}

describe('weights beside the model', () => {
  it('are found in its folder, and behind links into a store as download caches make them', async () => {
    write('plain.onnx', tinyClassifier());
    const expected = await gradientOf(at('plain.onnx'));
    mkdirSync(at('store'));
    mkdirSync(at('snapshot'));
    writeWithExternalWeights('store/aaa', 'store/weights.bin');
    symlinkSync(at('store', 'aaa'), at('store', 'model.onnx'));
    expect(await gradientOf(at('store', 'model.onnx'))).toEqual(expected);
    symlinkSync(at('store', 'aaa'), at('snapshot', 'model.onnx'));
    symlinkSync(at('store', 'weights.bin'), at('snapshot', 'weights.bin'));
    const linked = await loadModel(at('snapshot'));
    expect(Object.keys(linked.weights)).toEqual(['files']);
    expect(await gradientOf(at('snapshot'))).toEqual(expected);
    expect(linked.readWeights('weights.bin', 0, 4)).toHaveLength(4);
  });

  it('are noticed when they change, although the model is in a cache', async () => {
    writeWithExternalWeights('model.onnx', 'weights.bin');
    utimesSync(at('model.onnx'), 1e9, 1e9);
    const held = new Map<string, Uint8Array>();
    const cache: Cache = {
      get: async (key) => held.get(key),
      put: async (key, value) => void held.set(key, value),
    };
    const before = await gradientOf(at('model.onnx'), cache);
    expect(held.size).toBe(2);
    expect(await gradientOf(at('model.onnx'), cache)).toEqual(before);
    expect(held.size).toBe(2);
    const weights = readFileSync(at('weights.bin'));
    const numbersOf = new Float32Array(new Uint8Array(weights).buffer);
    writeFileSync(at('weights.bin'), new Uint8Array(numbersOf.reverse().buffer));
    const after = await gradientOf(at('model.onnx'), cache);
    expect(after).not.toEqual(before);
    // The model is known; its explainer is compiled again, since constants may lie in that file.
    expect(held.size).toBe(3);
    writeFileSync(at('weights.bin'), weights.subarray(1));
    await expect(gradientOf(at('model.onnx'), cache)).rejects.toThrow(/'weights.bin' is too short/);
  });

  it('are asked for by name where they are missing, and where a folder has their name', async () => {
    writeWithExternalWeights('model.onnx', 'elsewhere.bin');
    await expect(loadModel(at('model.onnx'))).rejects.toThrow(/'weights.bin' is missing.*'filters'/);
    mkdirSync(at('weights.bin'));
    await expect(loadModel(at('model.onnx'))).rejects.toThrow(/'weights.bin' is missing.*'filters'/);
  });
});

it('weights that nodes hold are found like others', async () => {
  const source = tinyClassifier();
  const large = weights('large', [300]);
  const constant = node('Constant', [], ['large'], { value: { kind: 'tensor', value: large } });
  write('model.onnx', { ...source, graph: { ...source.graph, nodes: [constant, ...source.graph.nodes] } });
  const { model: read, readWeights } = await loadModel(at('model.onnx'));
  const model = await read();
  const [found] = tensorsOf(model).flatMap(({ data }) => (data.kind === 'file' ? [data] : []));
  expect(found).toMatchObject({ file: 'model.onnx', length: 1200 });
  const bytes = large.data.kind === 'inline' ? large.data.bytes : undefined;
  expect(readWeights('model.onnx', found!.offset, 1200)).toEqual(bytes);
});

describe('what is published beside the model', () => {
  it('is read only when it is needed, so that a damaged file can be overruled', async () => {
    write('model.onnx', tinyClassifier());
    writeFileSync(at('preprocessor_config.json'), '{ "size": ');
    writeJson('config.json', { id2label: { 1: 'cat', 2: 'dog' } });
    const loaded = await loadModel(folder);
    expect(loaded.preprocessing).toThrow(/preprocessor_config\.json is not readable JSON/);
    expect(() => choosePreprocessing(loaded, {})).toThrow(/is not readable JSON/);
    expect(choosePreprocessing(loaded, { preset: 'torchvision' }).preprocessing.crop).toMatchObject({
      width: 8,
      height: 8,
    });
    const engine = createNodeEngine({ workers: 1 });
    const classifier = await openPhotoClassifier(loaded, engine, { preset: 'torchvision' });
    expect(classifier.labels).toBeUndefined();
    expect(classifier.labelsProblem).toMatch(/^labels are not used: config\.json: Labels have 2 entries/);
    await engine.close();
  });

  it('is turned to grey for models of one channel, and options that do not fit are refused', async () => {
    const source = tinyClassifier({ inputs: { image: ['N', 1, 8, 8] } });
    const filters = tinyClassifier().graph.initializers.get('filters')!;
    const one = { ...filters, dims: [18, 1, 3, 3] };
    const classes = { ...source.graph.initializers.get('classes')!, dims: [4, 6] };
    const initializers = new Map([...source.graph.initializers, ['filters', one], ['classes', classes]]);
    write('grey.onnx', { ...source, graph: { ...source.graph, initializers } });
    const half = [0.5, 0.5, 0.5];
    writeJson('preprocessor_config.json', {
      size: { height: 8, width: 8 },
      resample: 2,
      image_mean: half,
      image_std: half,
    });
    const loaded = await loadModel(at('grey.onnx'));
    const options = { mean: undefined, channels: undefined };
    expect(choosePreprocessing(loaded, { preprocessing: options }).preprocessing).toMatchObject({ channels: 'L' });
    expect(() => choosePreprocessing(loaded, { preprocessing: { channels: 'rgb' } })).toThrow(
      /the model's input has 1 channel,.*--channels grey/,
    );
  });

  it('takes the size of the published crop for models that leave theirs open', async () => {
    write('open.onnx', tinyClassifier({ inputs: { image: ['N', 3, 'H', 'W'] } }));
    expect(choosePreprocessing(await loadModel(folder), {}).size).toBeUndefined();
    writeJson('preprocessor_config.json', { size: { height: 12, width: 10 } });
    expect(choosePreprocessing(await loadModel(folder), {}).size).toEqual({ width: 10, height: 12 });
  });
});

it('keeps large weights out of the graph', async () => {
  const loaded = await loadModel(new URL('../../../models/efficientnet-lite0', import.meta.url).pathname);
  const model = await loaded.model();
  const data = [...model.graph.initializers.values()].map((tensor) => tensor.data);
  expect(data.filter(({ kind }) => kind === 'file').length).toBeGreaterThanOrEqual(50);
  expect(data.every((found) => found.kind === 'file' || (found.kind === 'inline' && found.bytes.length <= 1024))).toBe(
    true,
  );
});
