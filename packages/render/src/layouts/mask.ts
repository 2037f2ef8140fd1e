import type { PixelImage } from '@smoothgrad/image';
import type { ScaledMap } from '../scale/scaleMap.ts';
import { composePanels } from './composePanels.ts';
import { type Layout, neededPhoto } from './layout.ts';

/** The photo seen through the map: each pixel times the scaled magnitude there, as the paper's page does on hover. */
export const mask: Layout = {
  name: 'mask',
  compose: (input) => {
    const photo = neededPhoto('mask', input);
    return composePanels([{ picture: masked(photo, input.scaled), title: input.titles?.map }], input.caption);
  },
};

function masked(photo: PixelImage, { data }: ScaledMap): PixelImage {
  return { ...photo, data: photo.data.map((value, i) => Math.round(value * Math.abs(data[Math.floor(i / 3)]!))) };
}
