import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.ts';

it("decodes what Node's Buffer encodes, and encodes the same", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect([...decodeBase64(text)]).toEqual([...bytes]);
      expect(encodeBase64(bytes)).toBe(text);
    }),
  );
});
