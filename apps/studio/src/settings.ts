import type { AggregationName, SamplingName } from '@smoothgrad/attribution';
import type { ChannelReduction, MapSign } from '@smoothgrad/render';
import type { Backend } from './protocol.ts';

/** How the photo and the map stand together. */
export const arrangements = ['pair', 'map', 'overlay', 'mask', 'slider'] as const;
export type Arrangement = (typeof arrangements)[number];
export const views = ['explain', 'compare', 'noise-levels', 'sample-sizes'] as const;
export type View = (typeof views)[number];

/** What the user has chosen: all of it is in the address of the page. */
export interface Settings {
  // What is computed.
  method: string;
  smooth: boolean;
  samples: number;
  noise: number;
  seed: number;
  aggregation: AggregationName;
  sampling: SamplingName;
  // How it is drawn.
  sign: MapSign;
  reduction: ChannelReduction;
  percentile: number;
  timesImage: boolean;
  /** Empty: grey, or blue-grey-red for signed maps. */
  colormap: string;
  opacity: number;
  layout: Arrangement;
  /** Of maps side by side. */
  scale: 'each' | 'shared';
  // What is looked at.
  view: View;
  /** Where the network runs. */
  backend: Backend;
  /** Class indices: none (the top class), one, or two that are compared. */
  targets: readonly number[];
}

export const defaults: Readonly<Settings> = {
  method: 'smoothgrad',
  smooth: false,
  samples: 50,
  noise: 0.15,
  seed: 0,
  aggregation: 'mean',
  sampling: 'iid',
  sign: 'absolute',
  reduction: 'sum',
  percentile: 99,
  timesImage: false,
  colormap: '',
  opacity: 0.9,
  layout: 'pair',
  scale: 'each',
  view: 'explain',
  backend: 'auto',
  targets: [],
};

/** How channels become one number: signs are lost by all reductions but the sum and the mean. */
export function reductionFor(sign: MapSign, reduction: ChannelReduction): ChannelReduction {
  return sign === 'absolute' || reduction === 'mean' ? reduction : 'sum';
}
