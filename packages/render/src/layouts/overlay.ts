import type { PixelImage } from '@smoothgrad/image';
import { colourise } from '../colormaps/colourise.ts';
import { composePanels } from './composePanels.ts';
import { type Layout, type LayoutInput, neededPhoto } from './layout.ts';

/** The greyed photo runs from the first to the second: light enough to make out a dark object, dark enough for the map to stand out. */
const shades = [36, 140] as const;

/** The map over the photo, which is greyed and dimmed: the larger a pixel's magnitude, the more of its colour covers the photo. */
export const overlay: Layout = {
  name: 'overlay',
  compose: (input) => {
    const photo = neededPhoto('overlay', input);
    const { scaled, colormap, caption, titles, unit } = input;
    const legend = { colormap, sign: scaled.sign, limit: scaled.limit, unit };
    return composePanels([{ picture: blend(photo, input), title: titles?.map, legend }], caption);
  },
};

function blend(photo: PixelImage, { scaled, colormap }: LayoutInput): PixelImage {
  const colours = colourise(scaled, colormap).data;
  const data = new Uint8Array(photo.data.length);
  scaled.data.forEach((value, pixel) => {
    const at = 3 * pixel;
    const [red, green, blue] = [photo.data[at]!, photo.data[at + 1]!, photo.data[at + 2]!];
    const lightness = (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
    const base = shades[0] + (shades[1] - shades[0]) * lightness;
    const alpha = Math.abs(value);
    for (let c = 0; c < 3; c++) data[at + c] = Math.round(base + (colours[at + c]! - base) * alpha);
  });
  return { ...photo, data };
}
