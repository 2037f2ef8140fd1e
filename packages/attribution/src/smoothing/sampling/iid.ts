import type { Sampling } from './sampling.ts';

/** Independent draws, as in the paper. */
export const iid: Sampling = { name: 'iid', group: 1, start: (draw) => draw };
