import { axesUpgrades } from './axesToInput.ts';
import { BatchNormalization } from './BatchNormalization.ts';
import { Clip } from './Clip.ts';
import { Dropout } from './Dropout.ts';
import { experimentalUpgrades } from './experimental.ts';
import { Pad } from './Pad.ts';
import { Resize } from './Resize.ts';
import { RoiAlign } from './RoiAlign.ts';
import { Scan } from './Scan.ts';
import { Scatter } from './Scatter.ts';
import { Slice } from './Slice.ts';
import { Split } from './Split.ts';
import { softmaxUpgrades } from './softmax.ts';
import { TopK } from './TopK.ts';
import { Upsample } from './Upsample.ts';
import type { Upgrade } from './upgrade.ts';

/** Every operator of image classifiers whose form changed between operator sets 7 and 18. */
export const upgrades: readonly Upgrade[] = [
  BatchNormalization,
  Clip,
  Dropout,
  Pad,
  Resize,
  RoiAlign,
  Scan,
  Scatter,
  Slice,
  Split,
  TopK,
  Upsample,
  ...axesUpgrades,
  ...experimentalUpgrades,
  ...softmaxUpgrades,
];
