import type { OcclusionOptions, QuadratureRule } from '@smoothgrad/attribution';
import { type MethodSettings, methodNames } from '@smoothgrad/attribution/catalogue';
import { type Command, Option } from 'commander';
import { methodList } from './methodList.ts';
import {
  aggregationNames,
  baselineNames,
  compositeNames,
  quadratureNames,
  samplingNames,
  smoothGradPresetNames,
  upsampleNames,
} from './names.ts';
import { noiseLevel } from './noiseLevel.ts';
import { realNumber } from './realNumber.ts';
import { wholeNumber } from './wholeNumber.ts';

/** The options that concern methods, each checked by itself. */
export interface MethodFlags {
  readonly method: readonly string[];
  readonly preset?: (typeof smoothGradPresetNames)[number];
  readonly smooth?: boolean;
  readonly samples: number;
  readonly noise: number;
  readonly sigma?: number;
  readonly seed: number;
  readonly noiseSpace?: 'pixel' | 'input';
  readonly clip?: boolean;
  readonly aggregation: (typeof aggregationNames)[number];
  readonly sampling: (typeof samplingNames)[number];
  readonly precision?: number;
  readonly maxSamples: number;
  readonly steps: number;
  readonly rule?: QuadratureRule;
  /** A name, or a photo or .npy file. */
  readonly baseline: string;
  readonly window: number;
  readonly stride: number;
  readonly fill: OcclusionOptions['fill'];
  readonly composite?: (typeof compositeNames)[number];
  readonly epsilon?: number;
  readonly gamma?: number;
  readonly alpha?: number;
  readonly beta?: number;
  /** A folder of photos. */
  readonly patches?: string;
  readonly layer?: string;
  readonly upsample?: (typeof upsampleNames)[number];
}

export function addMethodOptions(command: Command): Command {
  addNamedMethods(command, ['smoothgrad'])
    .addOption(
      new Option('--preset <name>', 'what another system calls SmoothGrad, in the place of a method').choices(
        smoothGradPresetNames,
      ),
    )
    .option('--smooth', 'average each method over noisy copies, as SmoothGrad does with gradients');
  addNoiseOptions(command);
  return addMethodParameters(command);
}

/** Which methods there are. */
export function addNamedMethods(command: Command, usual: readonly string[]): Command {
  return command.addOption(
    new Option('--method <names>', `${methodNames.join(', ')}; several with commas`)
      .argParser(methodList)
      .default(usual, usual.join(',')),
  );
}

/** What single methods take. */
export function addMethodParameters(command: Command): Command {
  return command
    .optionsGroup('Parameters of methods:')
    .option('--steps <n>', 'integrated-gradients: points on the path', wholeNumber(1), 50)
    .addOption(new Option('--rule <name>', 'integrated-gradients: the quadrature').choices(quadratureNames))
    .option(
      '--baseline <what>',
      `integrated-gradients, deeplift: what the photo is compared with: ${baselineNames.join(', ')}, or a photo or .npy file`,
      'black',
    )
    .option('--window <pixels>', 'occlusion: side of the square that is hidden', wholeNumber(1), 32)
    .option('--stride <pixels>', 'occlusion: distance from one square to the next', wholeNumber(1), 16)
    .addOption(
      new Option('--fill <what>', 'occlusion: zero or black or mean, or a number of the prepared input')
        .argParser(fillOf)
        .default('zero'),
    )
    .option('--layer <name>', 'grad-cam, guided-grad-cam: whose map (default: the last one that still has places)')
    .addOption(new Option('--upsample <how>', 'guided-grad-cam: how the coarse map is enlarged').choices(upsampleNames))
    .addOption(new Option('--composite <name>', 'lrp: which rule which layer has').choices(compositeNames))
    .option('--epsilon <number>', 'lrp: added to denominators (default: 1e-6)', realNumber(1e-30))
    .option('--gamma <number>', 'lrp: extra weight of what has the sign of the output (default: 0.25)', realNumber(0))
    .option('--alpha <number>', 'lrp, alpha-beta: weight of what adds to an output (default: 2)', realNumber(1))
    .option('--beta <number>', 'lrp, alpha-beta: weight of what takes away (default: alpha - 1)', realNumber(0))
    .option('--patches <folder>', 'prediction-difference: photos that show what patches look like (default: ours)');
}

function fillOf(text: string): OcclusionOptions['fill'] {
  if (text === 'zero' || text === 'black' || text === 'mean') return text;
  return realNumber(Number.NEGATIVE_INFINITY)(text);
}

/** How maps are averaged over noisy copies. */
export function addNoiseOptions(command: Command): Command {
  return command
    .optionsGroup('Smoothing:')
    .option('-n, --samples <n>', 'how many noisy copies are averaged', wholeNumber(1), 50)
    .option(
      '--noise <level>',
      'standard deviation of the noise as a share of the range of the pixels',
      noiseLevel,
      0.15,
    )
    .addOption(
      new Option('--sigma <number>', 'the standard deviation itself, in the place of a share')
        .argParser(realNumber(0))
        .conflicts('noise'),
    )
    .option('--seed <number>', 'the same seed gives the same noise', wholeNumber(0), 0)
    .addOption(
      new Option('--noise-space <space>', 'add the noise to pixels or to the prepared input').choices([
        'pixel',
        'input',
      ]),
    )
    .option('--clip', 'keep noisy copies within what a photo can be (the paper does not)')
    .addOption(
      new Option('--aggregation <statistic>', 'what becomes of the maps of all copies; the paper: their mean')
        .choices(aggregationNames)
        .default('mean'),
    )
    .addOption(
      new Option('--sampling <design>', 'independent draws; opposite pairs or centred draws need fewer samples')
        .choices(samplingNames)
        .default('iid'),
    )
    .addOption(
      new Option(
        '--precision <share>',
        'go on until the relative standard error is below it; 0.1 can need 2,600 to 9,000 samples',
      )
        .argParser(realNumber(1e-6))
        .conflicts('samples'),
    )
    .option('--max-samples <n>', 'with --precision: no more samples than this', wholeNumber(1), 1000);
}

/** The flags as methods take them; files are read by whoever knows the model. */
export function methodSettings(flags: MethodFlags): MethodSettings {
  const { smooth, samples, noise, sigma, seed, noiseSpace: space, clip } = flags;
  const { aggregation, sampling, precision, maxSamples, steps, rule, window, stride, fill, patches } = flags;
  const { layer, upsample } = flags;
  const { composite, epsilon, gamma, alpha, beta } = flags;
  return {
    smooth,
    samples,
    noise: { ...(sigma === undefined ? { level: noise } : { sigma }), space, clip },
    seed,
    aggregation,
    sampling,
    precision,
    maxSamples,
    steps,
    rule,
    window,
    stride,
    fill,
    layer,
    upsample,
    composite,
    epsilon,
    gamma,
    alpha,
    beta,
    patches: async () =>
      patches === undefined
        ? (await import('../model/bundledPhotos.ts')).bundledPhotos()
        : (await import('../model/photosIn.ts')).photosIn(patches),
  };
}
