import type { PixelImage } from '@smoothgrad/image';
import type { ScaledMap } from '../scale/scaleMap.ts';
import type { Colormap } from './colormap.ts';

/**
 * A scaled map in colour, one pixel a value.
 *
 * Every pairing keeps its meaning: on a sequential colour map [0,1] runs over the whole table and [-1,1] too, zero in its middle;
 * on a diverging one [-1,1] runs over the whole table and [0,1] over the upper half, so that zero is grey in both.
 *
 * @returns an RGB picture of the map's size.
 */
export function colourise(scaled: ScaledMap, colormap: Colormap): PixelImage {
  const centred = scaled.sign === 'signed' || colormap.kind === 'diverging';
  const data = new Uint8Array(3 * scaled.data.length);
  for (let i = 0; i < scaled.data.length; i++) {
    const value = scaled.data[i]!;
    const entry = 3 * Math.round(255 * (centred ? (value + 1) / 2 : value));
    data[3 * i] = colormap.table[entry]!;
    data[3 * i + 1] = colormap.table[entry + 1]!;
    data[3 * i + 2] = colormap.table[entry + 2]!;
  }
  return { width: scaled.width, height: scaled.height, channels: 3, data };
}
