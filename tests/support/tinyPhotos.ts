import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

/** Writes small photos of every kind of trouble into a folder, and `photo.png`, which has none. */
export async function writeTinyPhotos(folder: string): Promise<void> {
  const at = (name: string) => join(folder, name);
  const noise = (width: number, height: number, channels: 3 | 4 = 3) =>
    sharp(
      Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 7919) % 251),
      { raw: { width, height, channels } },
    );
  await noise(20, 16).png().toFile(at('photo.png'));
  await noise(16, 20).jpeg().toFile(at('other.jpg'));
  await noise(1, 1).png().toFile(at('pixel.png'));
  await noise(32, 32).toColourspace('cmyk').jpeg().toFile(at('cmyk.jpg'));
  const grey = { width: 16, height: 16, channels: 3, background: '#666666' } as const;
  await sharp({ create: grey }).png().toFile(at('constant.png'));
  const frames = await Promise.all([10, 200].map((level) => noise(16, 16).linear(1, level).png().toBuffer()));
  await sharp(frames, { join: { animated: true } })
    .gif()
    .toFile(at('animated.gif'));
  const jpeg = await noise(64, 64).jpeg().toBuffer();
  writeFileSync(at('truncated.jpg'), jpeg.subarray(0, jpeg.length >> 1));
  writeFileSync(at('huge.jpg'), withSides(jpeg, 30_000, 30_000));
  writeFileSync(at('text.jpg'), 'no image at all');
  writeFileSync(at('empty.jpg'), '');
}

/** The header says so; the pixels are never reached. */
function withSides(jpeg: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(jpeg);
  const startOfFrame = changed.indexOf(Buffer.of(0xff, 0xc0));
  changed.writeUInt16BE(height, startOfFrame + 5);
  changed.writeUInt16BE(width, startOfFrame + 7);
  return changed;
}
