import { deflateSync } from 'node:zlib';

/** For `encodePng`: Node.js's own zlib. Higher levels take several times as long for a twentieth of the size. */
export const deflate = (bytes: Uint8Array): Uint8Array => deflateSync(bytes, { level: 3 });
