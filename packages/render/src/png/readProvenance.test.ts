import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePng } from './encodePng.ts';
import { readProvenance } from './readProvenance.ts';

const picture = { width: 2, height: 2, channels: 1 as const, data: Uint8Array.of(1, 2, 3, 4) };
const provenance = { n: 50, note: 'x'.repeat(20_000) };
const png = encodePng(picture, { provenance });

describe('readProvenance', () => {
  it('reads a view into a larger buffer', () => {
    const larger = new Uint8Array(png.length + 20);
    larger.set(png, 7);
    expect(readProvenance(larger.subarray(7, 7 + png.length))).toEqual(provenance);
  });

  it('is undefined for what is no PNG', () => {
    for (const bytes of [new Uint8Array(0), Uint8Array.of(0xff, 0xd8, 0xff), png.slice(1)]) {
      expect(readProvenance(bytes)).toBeUndefined();
    }
  });

  it('never throws on a truncated file, and never returns half a provenance', () => {
    for (let length = 0; length < png.length; length += 13) {
      expect([undefined, provenance]).toContainEqual(readProvenance(png.slice(0, length)));
    }
  });

  it('never throws on hostile bytes', () => {
    const start = png.slice(0, 8);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), fc.nat(255), (tail, at, byte) => {
        expect(() => readProvenance(Uint8Array.from([...start, ...tail]))).not.toThrow();
        const flipped = png.slice();
        flipped[at % 120] = byte;
        expect(() => readProvenance(flipped)).not.toThrow();
      }),
    );
  });

  it('skips a chunk whose keyword only begins alike, and gives up on broken JSON', () => {
    const text = (content: string): Uint8Array => {
      const body = Buffer.from(`tEXt${content}`, 'latin1');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(body.length - 4);
      return Uint8Array.from([...png.slice(0, 8), ...length, ...body, 0, 0, 0, 0, ...png.slice(8)]);
    };
    expect(readProvenance(text('smoothgradient\0{}'))).toEqual(provenance);
    expect(readProvenance(text('smoothgrad'))).toEqual(provenance);
    expect(readProvenance(text('smoothgrad\0{"n":'))).toBeUndefined();
  });
});
