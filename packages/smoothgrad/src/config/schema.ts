import { methodNames } from '@smoothgrad/attribution/catalogue';
import { z } from 'zod';
import {
  aggregationNames,
  channelNames,
  colormapNames,
  compositeNames,
  layoutNames,
  presetNames,
  quadratureNames,
  rangeNames,
  reductionNames,
  resizeNames,
  samplingNames,
  smoothGradPresetNames,
  upsampleNames,
} from '../options/names.ts';

const whole = (least: number) => z.int().min(least);
const oneOrThree = z.union([z.array(z.number()).length(1), z.array(z.number()).length(3)]);

/**
 * What `smoothgrad.config.json` may say: the options of the commands under their long names in camel case. A command takes what
 * concerns it; what is typed goes before.
 */
export const configSchema = z
  .strictObject({
    $schema: z.string().describe('Where editors find this description.'),
    model: z.string().describe('ONNX classifier, or a folder with one; relative to this file.'),
    labels: z.string().describe('File with the class labels; relative to this file.'),
    photoLabels: z.string().describe('Gallery: file with the true class of each photo; relative to this file.'),
    target: z.array(z.string()).describe('Classes: index, label, best:LABEL or top:K.'),
    minus: z.string().describe('The class that targets are compared with.'),
    score: z.enum(['logit', 'probability']).describe('What is differentiated.'),
    scores: z.string().describe('The tensor of the model that holds the class scores.'),
    size: z.strictObject({ width: whole(1), height: whole(1) }).describe('Input size, where the model leaves it open.'),
    method: z
      .array(z.enum(methodNames as [string, ...string[]]))
      .min(1)
      .describe('Methods, in order.'),
    preset: z.enum(smoothGradPresetNames).describe('What another system calls SmoothGrad.'),
    smooth: z.boolean().describe('Average each method over noisy copies.'),
    samples: whole(1).describe('How many noisy copies are averaged.'),
    samplesOf: z
      .partialRecord(z.enum(methodNames as [string, ...string[]]), whole(0))
      .describe('Gallery: how many for single methods; 0 leaves one unsmoothed.'),
    noise: z.number().min(0).describe('Standard deviation of the noise as a share of the range of the pixels.'),
    sigma: z.number().min(0).describe('The standard deviation itself.'),
    seed: whole(0).describe('The same seed gives the same noise.'),
    noiseSpace: z.enum(['pixel', 'input']).describe('Where the noise is added.'),
    clip: z.boolean().describe('Keep noisy copies within what a photo can be.'),
    aggregation: z.enum(aggregationNames).describe('What becomes of the maps of all copies.'),
    sampling: z.enum(samplingNames).describe('How the noise is drawn.'),
    precision: z.number().positive().describe('Go on until the relative standard error is below it.'),
    maxSamples: whole(1).describe('With precision: no more samples than this.'),
    steps: whole(1).describe('Points of integrated gradients.'),
    rule: z.enum(quadratureNames).describe('Quadrature of integrated gradients.'),
    baseline: z.string().describe('What the photo is compared with: a name, or a photo or .npy file.'),
    window: whole(1).describe('Occlusion: side of the square that is hidden.'),
    stride: whole(1).describe('Occlusion: distance from one square to the next.'),
    fill: z.union([z.enum(['zero', 'black', 'mean']), z.number()]).describe('Occlusion: what hides.'),
    layer: z.string().describe('Grad-CAM: whose map.'),
    upsample: z.enum(upsampleNames).describe('Guided Grad-CAM: how the coarse map is enlarged.'),
    composite: z.enum(compositeNames).describe('LRP: which rule which layer has.'),
    epsilon: z.number().positive().describe('LRP: added to denominators.'),
    gamma: z.number().min(0).describe('LRP: extra weight of what has the sign of the output.'),
    alpha: z.number().min(1).describe('LRP, alpha-beta: weight of what adds to an output.'),
    beta: z.number().min(0).describe('LRP, alpha-beta: weight of what takes away; alpha - beta = 1.'),
    patches: z.string().describe('Prediction difference: folder of photos; relative to this file.'),
    preprocessing: z.enum(presetNames).describe('A known recipe for photos.'),
    mean: oneOrThree.describe('Subtracted from the pixels.'),
    std: oneOrThree.describe('Divides the pixels.'),
    range: z.enum(rangeNames).describe('What pixels are before mean and std.'),
    channels: z.enum(channelNames).describe('Order of the channels.'),
    resize: z.enum(resizeNames).describe('Resampling filter.'),
    layout: z.enum(layoutNames).describe('What the picture shows.'),
    colormap: z.enum(colormapNames).describe('Colours of the map.'),
    signed: z.boolean().describe('For and against the class in two colours.'),
    positive: z.boolean().describe('Only what speaks for the class.'),
    timesImage: z.boolean().describe('Multiply the map by the photo.'),
    reduce: z.enum(reductionNames).describe('How the channels of a pixel become one number.'),
    percentile: z.number().min(0).max(100).describe('Values beyond it are capped.'),
    scale: z.enum(['each', 'shared']).describe('Each map by itself, or one scale for all maps of a photo.'),
    withError: z.boolean().describe('The standard error beside the map.'),
    title: z.string().describe('Gallery: the heading of the page.'),
    discriminativity: z.boolean().describe('Gallery: two classes of each photo, and their difference.'),
    npz: z.boolean().describe('Gallery: the numbers of each map beside its pictures.'),
    levels: z.array(z.number().min(0)).min(1).describe('Noise levels of the figure noise-levels.'),
    sizes: z.array(whole(1)).min(1).describe('Sample sizes of the figure sample-sizes.'),
    output: z.string().describe('File or folder for pictures; relative to this file.'),
    save: z.string().describe('File or folder for numbers; relative to this file.'),
    workers: whole(1).describe('Threads, each with its copy of the model.'),
    cache: z.boolean().describe('Keep compiled models for the next time.'),
    quiet: z.boolean().describe('No progress and no preview.'),
  })
  .partial();

export type Config = z.infer<typeof configSchema>;

/** The schema for editors (JSON Schema, draft 2020-12). */
export function configJsonSchema(): unknown {
  return { title: 'smoothgrad.config.json', ...z.toJSONSchema(configSchema) };
}
