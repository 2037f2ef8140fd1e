import type { Colormap } from './colormap.ts';

/** Black to white: lighter is larger, as in the paper's figure 1. */
export const grey: Colormap = {
  name: 'grey',
  kind: 'sequential',
  table: Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3)),
};
