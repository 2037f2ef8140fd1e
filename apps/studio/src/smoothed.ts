import type { SamplingName } from '@smoothgrad/attribution';

interface Smoothing {
  readonly method: string;
  /** The method is averaged over noisy copies. */
  readonly smooth: boolean;
  readonly sampling: SamplingName;
}

/** Whether a map is an average over noisy copies. */
export const isSmoothed = ({ method, smooth }: Pick<Smoothing, 'method' | 'smooth'>): boolean =>
  method === 'smoothgrad' || smooth;

/** Whether more samples can join those that are there: centred noise must know their number beforehand. */
export const canGrow = (chosen: Smoothing): boolean => isSmoothed(chosen) && chosen.sampling !== 'centered';
