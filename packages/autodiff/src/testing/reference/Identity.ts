import type { Forward } from '../tensor.ts';

/** y = x. */
export const Identity: Forward = ([x]) => x!;
