import type { PreprocessingOptions, ResizeFilter, Size } from '@smoothgrad/image';
import { type Command, Option } from 'commander';
import { channelNames, presetNames, rangeNames, resizeNames } from './names.ts';
import { numberList } from './numberList.ts';

export interface PreprocessingFlags {
  readonly preprocessing?: (typeof presetNames)[number];
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
  readonly range?: (typeof rangeNames)[number];
  readonly channels?: (typeof channelNames)[number];
  readonly resize?: ResizeFilter;
  readonly size?: Size;
}

/** How a photo becomes the model's input, where the files beside the model do not say so or are to be overruled. */
export function addPreprocessingOptions(command: Command): Command {
  return command
    .addOption(new Option('--preprocessing <name>', 'a known recipe').choices(presetNames))
    .option('--mean <numbers>', 'subtracted from the pixels: one number, or one for each channel', numberList)
    .option('--std <numbers>', 'divides the pixels: one number, or one for each channel', numberList)
    .addOption(new Option('--range <range>', 'what pixels are before mean and std').choices(rangeNames))
    .addOption(new Option('--channels <order>', 'order of the channels').choices(channelNames))
    .addOption(new Option('--resize <filter>', 'resampling filter').choices(resizeNames));
}

/** The flags as the image package takes them. */
export function preprocessingFrom({
  size,
  mean,
  std,
  range,
  channels,
  resize,
}: PreprocessingFlags): PreprocessingOptions {
  return { size, mean, std, range, channels, resize };
}
