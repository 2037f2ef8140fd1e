import { colourise } from '../colormaps/colourise.ts';
import { composePanels } from './composePanels.ts';
import type { Layout } from './layout.ts';

/** The map alone. */
export const map: Layout = {
  name: 'map',
  compose: ({ scaled, colormap, caption, titles }) =>
    composePanels(
      [{ picture: colourise(scaled, colormap), title: titles?.map, legend: { colormap, sign: scaled.sign } }],
      caption,
    ),
};
