import type { Forward } from '../tensor.ts';

/** Between float types y = x, up to rounding, which a derivative does not see. */
export const Cast: Forward = ([x]) => x!;
