import type { PixelImage } from '@smoothgrad/image';
import { RenderError } from '../errors.ts';
import { percentile } from '../scale/percentile.ts';
import type { ScaledMap } from '../scale/scaleMap.ts';
import { composePanels } from './composePanels.ts';
import { type Layout, neededPhoto } from './layout.ts';

const defaultTop = 5;
/** Of the longer side: single pixels of a noisy map would each get a line of their own. */
const blurShare = 1 / 64;

/** The photo with a line around the top-p % of the pixels, of the map's magnitude averaged over 1/32 of the side. */
export const contour: Layout = {
  name: 'contour',
  compose: (input) => {
    const photo = neededPhoto('contour', input);
    const { top = defaultTop, scaled, caption, titles } = input;
    if (!(top > 0 && top < 100)) throw new RenderError(`The top ${top} % is not between 0 and 100.`);
    const picture = outlined(photo, topPixels(scaled, top));
    return composePanels([{ picture, title: `${titles?.map ?? 'map'}: top ${top} %` }], caption);
  },
};

/** 1 for the pixels whose averaged magnitude is among the highest p per cent. */
export function topPixels({ data, width, height }: ScaledMap, top: number): Uint8Array {
  const radius = Math.max(1, Math.round(Math.max(width, height) * blurShare));
  let values = Float64Array.from(data, Math.abs);
  values = boxBlur(values, width, height, radius);
  const threshold = percentile(values, 100 - top);
  return Uint8Array.from(values, (value) => Number(value >= threshold && value > 0));
}

/** The mean over (2r + 1)² pixels, fewer at the border. */
function boxBlur(values: Float64Array, width: number, height: number, radius: number): Float64Array<ArrayBuffer> {
  const across = blurLines(values, height, width, width, 1, radius);
  return blurLines(across, width, height, 1, width, radius);
}

function blurLines(
  values: Float64Array,
  lines: number,
  length: number,
  lineStride: number,
  stride: number,
  radius: number,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(values.length);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < length; i++) {
      const [from, to] = [Math.max(0, i - radius), Math.min(length - 1, i + radius)];
      let sum = 0;
      for (let k = from; k <= to; k++) sum += values[line * lineStride + k * stride]!;
      out[line * lineStride + i * stride] = sum / (to - from + 1);
    }
  }
  return out;
}

/** White where a pixel inside touches one outside, black just beyond: seen on any photo. */
function outlined(photo: PixelImage, inside: Uint8Array): PixelImage {
  const { width, height } = photo;
  const data = photo.data.slice();
  const at = (x: number, y: number) => (x < 0 || y < 0 || x >= width || y >= height ? 0 : inside[y * width + x]!);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const neighbours = [at(x - 1, y), at(x + 1, y), at(x, y - 1), at(x, y + 1)];
      const own = at(x, y);
      if (neighbours.every((value) => value === own)) continue;
      data.fill(own ? 255 : 0, 3 * (y * width + x), 3 * (y * width + x) + 3);
    }
  }
  return { ...photo, data };
}
