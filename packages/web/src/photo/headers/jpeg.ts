import { exifOrientation } from './exifOrientation.ts';
import { type FileHeader, type Orientation, textAt, viewOf } from './header.ts';

/** Start of frame: baseline, progressive, lossless ...; not the tables among them. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const hasNoLength = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
const APP1 = 0xe1;

/** JPEG (ITU-T T.81, annex B): segments up to the start of the frame. */
export function jpegHeader(bytes: Uint8Array): FileHeader | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) return undefined;
  const view = viewOf(bytes);
  let orientation: Orientation | undefined;
  for (let at = 2; ; ) {
    // Any number of 0xFF may stand before a marker.
    while (view.getUint8(at) === 0xff) at++;
    const marker = view.getUint8(at++);
    if (hasNoLength(marker)) continue;
    const length = view.getUint16(at);
    if (isFrame(marker)) return frame(view, at, orientation);
    if (marker === APP1 && orientation === undefined && textAt(bytes, at + 2, 6) === 'Exif\0\0') {
      orientation = exifOrientation(bytes, at + 8, at + length);
    }
    at += length;
  }
}

function frame(view: DataView, at: number, orientation: Orientation | undefined): FileHeader {
  const components = view.getUint8(at + 7);
  return {
    format: 'jpeg',
    width: view.getUint16(at + 5),
    height: view.getUint16(at + 3),
    frames: 1,
    space: components === 1 ? 'b-w' : components === 3 ? 'srgb' : 'cmyk',
    depth: view.getUint8(at + 2) === 8 ? 'uchar' : 'ushort',
    orientation,
  };
}
