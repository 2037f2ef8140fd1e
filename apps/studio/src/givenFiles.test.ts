import { expect, it } from 'vitest';
import { sortFiles } from './givenFiles.ts';

const file = (name: string, type = '') => new File(['x'], name, { type });

it('photos are known by their type, or by their name where the browser knows none', () => {
  expect(sortFiles([file('image', 'image/png')]).photo?.name).toBe('image');
  expect(sortFiles([file('a.HEIC')]).photo?.name).toBe('a.HEIC');
});

it('whatever else there is belongs to a model', () => {
  const files = [
    file('net.onnx'),
    file('cat.jpg', 'image/jpeg'),
    file('config.json', 'application/json'),
    file('w.bin'),
  ];
  const { photo, model } = sortFiles(files);
  expect(photo?.name).toBe('cat.jpg');
  expect(model.map(({ name }) => name)).toEqual(['net.onnx', 'config.json', 'w.bin']);
});
