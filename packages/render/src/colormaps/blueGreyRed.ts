import type { Colormap } from './colormap.ts';

type Rgb = readonly [number, number, number];

const blue: Rgb = [30, 90, 230];
const middle: Rgb = [128, 128, 128];
const red: Rgb = [230, 40, 40];

/**
 * Blue over grey to red for -1, 0 and 1, as in the paper's figure 6. The middle is the grey of a photo's mid-tone, so that both
 * ends stand out from it. Straight lines in sRGB; entries 127 and 128 are both exactly grey, so zero has no tint.
 */
export const blueGreyRed: Colormap = {
  name: 'blue-grey-red',
  kind: 'diverging',
  table: Uint8Array.from({ length: 768 }, (_, i) => {
    const entry = Math.floor(i / 3);
    const share = Math.max(127 - entry, entry - 128) / 127;
    const end = (entry < 128 ? blue : red)[i % 3]!;
    return Math.round(middle[i % 3]! + (end - middle[i % 3]!) * share);
  }),
};
