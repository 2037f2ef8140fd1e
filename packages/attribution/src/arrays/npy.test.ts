import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy, InvalidNpyError, type NpyInput } from './npy.ts';
import { writeNpyHeader } from './npyHeader.ts';

/** Files written by numpy itself, see fixtures/make.py. */
const fixtures: Record<string, string> = JSON.parse(
  readFileSync(new URL('./fixtures/numpy.json', import.meta.url), 'utf8'),
);
const numpy = (name: string): Uint8Array => new Uint8Array(Buffer.from(fixtures[name]!, 'base64'));

const f4 = { shape: [2, 3], data: Float32Array.of(1.5, -2, 3, 0.1, Number.POSITIVE_INFINITY, -0) };
const written: [string, NpyInput][] = [
  ['f4', f4],
  ['f8', { shape: [2], data: Float64Array.of(0.1, 1e300) }],
  ['i4', { shape: [1, 1, 1], data: Int32Array.of(-5) }],
  ['i8 scalar', { shape: [], data: BigInt64Array.of(-(2n ** 53n) - 1n) }],
  ['u1', { shape: [2], data: Uint8Array.of(0, 255) }],
  ['u2', { shape: [1], data: Uint16Array.of(65535) }],
  ['empty', { shape: [0, 3], data: new Float32Array(0) }],
];

/** A header with any text in it, and some bytes behind. */
function fileWithHeader(text: string, dataBytes = 16): Uint8Array {
  const head = Buffer.concat([
    writeNpyHeader('<f4', []).subarray(0, 8),
    Buffer.from([text.length & 255, text.length >> 8]),
  ]);
  return new Uint8Array(Buffer.concat([head, Buffer.from(text), Buffer.alloc(dataBytes)]));
}
const dictionary = (shape: string, descr = '<f4') =>
  `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }\n`;

describe('encodeNpy', () => {
  it.each(written)('writes %s byte for byte as numpy.save does', (name, array) => {
    expect(encodeNpy(array)).toEqual(numpy(name));
  });

  it('writes only the part of the buffer a view covers', () => {
    const data = Float32Array.of(9, 1.5, -2, 3, 0.1, Number.POSITIVE_INFINITY, -0, 9).subarray(1, 7);
    expect(encodeNpy({ shape: [2, 3], data })).toEqual(numpy('f4'));
  });

  it.each([[[2, 2]], [[-2, -3]], [[1.5, 4]], [[]]])('refuses the shape %j for six elements', (shape) => {
    expect(() => encodeNpy({ ...f4, shape })).toThrow(InvalidNpyError);
  });
});

describe('decodeNpy', () => {
  it.each(written)('reads %s as numpy wrote it', (name, { shape, data }) => {
    const array = decodeNpy(numpy(name));
    expect(array.shape).toEqual(shape);
    expect(array.data).toEqual(data);
  });

  it.each(['f4 version 2', 'f4 version 3'])('reads %s', (name) => {
    expect(decodeNpy(numpy(name))).toEqual({ dtype: 'float32', ...f4 });
  });

  it('widens float16 to float32', () => {
    const { dtype, data } = decodeNpy(numpy('f2'));
    expect(dtype).toBe('float16');
    // numpy's astype('<f8') of the same array.
    const expected = [0.333251953125, 65504, 2 ** -24, Number.POSITIVE_INFINITY, -0, -2, Number.NaN];
    expect(data).toEqual(Float32Array.from(expected));
  });

  it('reads booleans as 0 and 1, and text without its padding', () => {
    expect(decodeNpy(numpy('b1'))).toEqual({ dtype: 'bool', shape: [2], data: Uint8Array.of(1, 0) });
    expect(decodeNpy(numpy('text'))).toEqual({ dtype: 'string', shape: [3], data: ['tabby cat', '', 'é🐈'] });
  });

  it('brings Fortran order into C order', () => {
    const cube = decodeNpy(numpy('fortran i4'));
    expect(cube).toEqual({ dtype: 'int32', shape: [2, 3, 4], data: Int32Array.from({ length: 24 }, (_, i) => i) });
    expect(decodeNpy(numpy('fortran f8')).data).toEqual(Float64Array.of(0, 1, 2, 3, 4, 5));
  });

  it('reads from a view that is not aligned, into memory of its own', () => {
    const shifted = new Uint8Array(numpy('f8').length + 1);
    shifted.set(numpy('f8'), 1);
    const { data } = decodeNpy(shifted.subarray(1));
    shifted.fill(0);
    expect(data).toEqual(Float64Array.of(0.1, 1e300));
  });

  it('reads from a Buffer, of which a slice is a view', () => {
    const bytes = Buffer.from(encodeNpy({ shape: [2], data: Float32Array.of(1, 2) }));
    expect([...(decodeNpy(bytes).data as Float32Array)]).toEqual([1, 2]);
  });

  it('returns what encodeNpy was given, for any float32 array', () => {
    fc.assert(
      fc.property(fc.float32Array(), (data) => {
        expect(decodeNpy(encodeNpy({ shape: [1, data.length], data })).data).toEqual(data);
      }),
    );
  });
});

describe('decodeNpy refuses', () => {
  it.each([
    ['big-endian', /">f4".*astype/],
    ['object', /never unpickled/],
    ['record', /named fields/],
    ['complex', /"<c8"/],
  ])('%s elements', (name, message) => {
    expect(() => decodeNpy(numpy(name))).toThrow(message);
  });

  it('every truncation, without another error', () => {
    for (const name of ['f4', 'f4 version 2', 'text']) {
      const whole = numpy(name);
      for (let length = 0; length < whole.length; length++) {
        expect(() => decodeNpy(whole.subarray(0, length))).toThrow(InvalidNpyError);
      }
    }
  });

  it.each([
    ['a shape far beyond the file', dictionary('(4000000000, 4000000000)'), /truncated/],
    ['a shape beyond safe integers', dictionary('(0, 99999999999999999999)'), /no readable shape/],
    ['a negative size', dictionary('(-1,)'), /no readable shape/],
    ['a shape that is no number', dictionary('(a,)'), /no readable shape/],
    ['sixty-five axes', dictionary(`(${'1, '.repeat(65)})`), /no readable shape/],
    ['text without characters', dictionary('(1000000000,)', '<U0'), /"<U0"/],
    ['a header without entries', '{}', /does not name descr/],
    ['a header of 20000 bytes', ' '.repeat(20_000), /claims 20000 bytes/],
  ])('%s', (_, text, message) => {
    expect(() => decodeNpy(fileWithHeader(text))).toThrow(message);
    expect(() => decodeNpy(fileWithHeader(text))).toThrow(InvalidNpyError);
  });

  it('an unknown format version, and text that does not exist in unicode', () => {
    const version9 = numpy('f4');
    version9[6] = 9;
    expect(() => decodeNpy(version9)).toThrow(/version 9/);
    const text = fileWithHeader(dictionary('(1,)', '<U1'), 0);
    expect(() => decodeNpy(new Uint8Array([...text, 255, 255, 255, 255]))).toThrow(/does not exist/);
  });

  it('any bytes behind the magic with nothing but InvalidNpyError', () => {
    const magic = numpy('f4').subarray(0, 7);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (tail) => {
        expect(() => decodeNpy(new Uint8Array([...magic, ...tail]))).toThrow(InvalidNpyError);
      }),
    );
  });
});
