import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelOf, node, weights } from '../../../../tests/support/graphs.ts';
import { int, ints } from '../attributes.ts';
import { readModel } from './readModel.ts';
import { writeModel } from './writeModel.ts';

const model = modelOf({
  inputs: { x: ['N', 3, 8, 8] },
  nodes: [node('Conv', ['x', 'w'], ['c'], { kernel_shape: ints([3, 3]), group: int(1) }), node('Relu', ['c'], ['y'])],
  outputs: ['y'],
  constants: [weights('w', [4, 3, 3, 3])],
});
const bytes = writeModel(model, 'reference');

test('what was written is read', () => {
  const read = readModel(bytes, 'm.onnx');
  expect(read.graph.nodes.map(({ op, inputs, outputs }) => [op, inputs, outputs])).toEqual([
    ['Conv', ['x', 'w'], ['c']],
    ['Relu', ['c'], ['y']],
  ]);
  expect(read.graph.inputs[0]!.type).toEqual({ elementType: 'float32', shape: ['N', 3, 8, 8] });
  expect(read.irVersion).toBe(10);
});

describe('what is not a model', () => {
  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'm.onnx is empty'],
    ['text', new TextEncoder().encode('this is no model\n'.repeat(20)), 'm.onnx is not'],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), 'm.onnx is not'],
    ['zeros', new Uint8Array(100), 'm.onnx is not'],
    [
      'a Git LFS pointer',
      new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n'),
      'm.onnx is not',
    ],
  ])('%s', (_, given, message) => {
    expect(() => readModel(given, 'm.onnx')).toThrow(message);
    expect(() => readModel(given, 'm.onnx')).toThrow(expect.objectContaining({ name: 'InvalidModelError' }));
  });
});

/** Reads, and says which of our errors came, if one did. Any other error fails the test. */
function outcome(given: Uint8Array): string {
  try {
    readModel(given, 'm.onnx');
    return 'read';
  } catch (error) {
    const { name } = error as Error;
    if (name !== 'InvalidModelError' && name !== 'ExternalDataError') throw error;
    return name;
  }
}

test('a file cut short anywhere is a clear error', () => {
  const ends = Array.from({ length: bytes.byteLength }, (_, end) => end);
  const read = ends.filter((end) => outcome(bytes.subarray(0, end)) === 'read');
  // Only the last field, the operator sets, can be missing without the graph being cut; and without it the file is refused too.
  expect(read).toEqual([]);
});

test('a file with damaged bytes is read or is a clear error, never a crash', () => {
  const outcomes = new Set<string>();
  const damage = fc.array(fc.record({ at: fc.nat(bytes.byteLength - 1), to: fc.nat(255) }), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(damage, (changes) => {
      const damaged = bytes.slice();
      for (const { at, to } of changes) damaged[at] = to;
      outcomes.add(outcome(damaged));
    }),
    { seed: 11, numRuns: 3000 },
  );
  expect(outcomes).toContain('InvalidModelError');
});

test('any bytes are a clear error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (given) => {
      expect(outcome(given)).not.toBe('ExternalDataError');
    }),
    { seed: 12, numRuns: 1000 },
  );
});
