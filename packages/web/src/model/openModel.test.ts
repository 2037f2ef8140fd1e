import { createHash } from 'node:crypto';
import { float32Tensor, type Model, writeModel } from '@smoothgrad/onnx';
import { expect, it } from 'vitest';
import { tinyClassifier } from '../../../../tests/support/tinyModels.ts';
import { openModel } from './openModel.ts';

const model = writeModel(tinyClassifier(), 'reference');
const file = (name: string, text: string) => ({ name, content: new Blob([text]) });
const onnx = (bytes: Uint8Array = model) => ({
  name: 'tiny.onnx',
  content: new Blob([bytes as Uint8Array<ArrayBuffer>]),
});

it('a single file, as a Blob or as bytes', async () => {
  for (const content of [onnx().content, model]) {
    const opened = await openModel([{ name: 'tiny.onnx', content }]);
    expect(opened.input()).toMatchObject({ name: 'image', layout: 'NCHW', channels: 3 });
    expect([opened.name, opened.size]).toEqual(['tiny.onnx', model.byteLength]);
    expect(await opened.sha256()).toBe(createHash('sha256').update(model).digest('hex'));
    expect([opened.labels(), opened.preprocessing()]).toEqual([undefined, undefined]);
  }
});

it('with what is published beside it', async () => {
  const opened = await openModel([
    file('README.md', 'anything'),
    file('config.json', JSON.stringify({ id2label: { 0: 'a', 1: 'b' } })),
    onnx(),
    file('preprocessor_config.json', '{'),
  ]);
  expect(opened.labels()).toEqual(['a', 'b']);
  expect(() => opened.preprocessing()).toThrow(/^preprocessor_config.json is not readable JSON: /);
});

it('with the files that its weights lie in', async () => {
  const external = writeModel(withExternalFilters(tinyClassifier(), 'data/weights.bin'), 'reference');
  const weights = { name: 'weights.bin', content: new Blob([new Uint8Array(8 + 6 * 27 * 4)]) };
  const opened = await openModel([onnx(external), weights]);
  const { files } = opened.weights as { files: ReadonlyMap<string, Uint8Array> };
  expect([...files.keys()].sort()).toEqual(['data/weights.bin', 'tiny.onnx']);
  await expect(openModel([onnx(external)])).rejects.toThrow(/weight file 'data\/weights.bin' is missing: .*'filters'/);
  const short = { ...weights, content: new Blob(['too little']) };
  await expect(openModel([onnx(external), short])).rejects.toThrow(/is too short: it has 10 bytes/);
});

it('refuses what holds no model, or several', async () => {
  await expect(openModel([file('photo.jpg', '')])).rejects.toThrow(/there is no \.onnx file among these/);
  await expect(openModel([onnx(), { ...onnx(), name: 'b.onnx' }])).rejects.toThrow(
    /several models, tiny\.onnx, b\.onnx/,
  );
  await expect(openModel([onnx(new Uint8Array(0))])).rejects.toThrow(/tiny\.onnx is empty/);
  await expect(openModel([onnx(Uint8Array.of(1, 2, 3))])).rejects.toThrow(/not a readable ONNX model/);
});

function withExternalFilters(source: Model, location: string): Model {
  const filters = {
    ...float32Tensor('filters', [6, 3, 3, 3], []),
    data: { kind: 'file', file: location, offset: 8, length: 648 },
  } as const;
  const initializers = new Map([...source.graph.initializers, ['filters', filters] as const]);
  return { ...source, graph: { ...source.graph, initializers } };
}
