import { type Command, Option } from 'commander';
import { colormapNames, reductionNames } from './names.ts';
import { realNumber } from './realNumber.ts';

/** How maps become pictures: section 3.1 of the paper. */
export interface MapFlags {
  readonly colormap?: (typeof colormapNames)[number];
  readonly signed?: boolean;
  readonly positive?: boolean;
  readonly timesImage?: boolean;
  readonly reduce: (typeof reductionNames)[number];
  readonly percentile: number;
  readonly scale: 'each' | 'shared';
}

export function addMapOptions(command: Command): Command {
  return addScaleOptions(command)
    .option('--times-image', 'multiply the map by the photo, as some papers do: hides what is black')
    .addOption(
      new Option('--scale <whose>', 'each map by itself, or one scale for all maps of a photo')
        .choices(['each', 'shared'])
        .default('each'),
    );
}

/** How the numbers of one map become colours. */
export function addScaleOptions(command: Command): Command {
  return command
    .addOption(new Option('--colormap <name>', 'default grey; blue-grey-red for --signed').choices(colormapNames))
    .addOption(new Option('--signed', 'for and against the class in two colours').conflicts('positive'))
    .option('--positive', 'only what speaks for the class')
    .addOption(
      new Option('--reduce <how>', 'how the channels of a pixel become one number')
        .choices(reductionNames)
        .default('sum'),
    )
    .option(
      '--percentile <p>',
      'values beyond it are capped, or single pixels would leave the rest black; 100 caps nothing',
      realNumber(0, 100),
      99,
    );
}
