import { antithetic } from './antithetic.ts';
import { centered } from './centered.ts';
import { cleanLast } from './cleanLast.ts';
import { iid } from './iid.ts';
import type { Sampling } from './sampling.ts';

/** Every design by its name. Add one: a file beside this one and a line here. */
export const samplings = { iid, antithetic, centered, 'clean-last': cleanLast } as const satisfies Record<
  string,
  Sampling
>;
export type SamplingName = keyof typeof samplings;
