import { colourise } from '../colormaps/colourise.ts';
import { composePanels } from './composePanels.ts';
import { type Layout, photoOf } from './layout.ts';
import { map } from './map.ts';

/** The photo and the map side by side; without a photo the map alone. */
export const pair: Layout = {
  name: 'pair',
  compose: (input) => {
    const photo = photoOf(input);
    if (!photo) return map.compose(input);
    const { scaled, colormap, caption, titles } = input;
    return composePanels(
      [
        { picture: photo, title: titles?.photo ?? 'photo' },
        { picture: colourise(scaled, colormap), title: titles?.map, legend: { colormap, sign: scaled.sign } },
      ],
      caption,
    );
  },
};
