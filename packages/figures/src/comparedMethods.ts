import {
  type Attribution,
  gradient,
  guidedBackprop,
  integratedGradients,
  type Method,
  MethodMismatchError,
} from '@smoothgrad/attribution';
import { describeTarget, type FigureContext, type FigureOptions, type FigurePhoto } from './figure.ts';
import { attributionsOf } from './maps.ts';
import { noiseSettings, smoothed } from './settings.ts';

/** A column of the figures that compare methods. */
export interface ComparedMethod {
  readonly title: string;
  readonly method: Method;
  /** What stands for it where maps are multiplied by the image, if it is not its own map times the photo. */
  readonly timesImage?: Method | undefined;
}

/** The columns of figures 5 and 6. Of integrated gradients the factor (x − x′) is their own × image. */
export function comparedMethods(options: FigureOptions): readonly ComparedMethod[] {
  const { steps } = options;
  return [
    { title: 'gradient', method: gradient },
    {
      title: 'integrated gradients',
      method: integratedGradients({ steps, multiplyByInputs: false }),
      timesImage: integratedGradients({ steps }),
    },
    { title: 'guided backpropagation', method: guidedBackprop },
    { title: 'SmoothGrad', method: smoothed(gradient, noiseSettings(options)) },
  ];
}

/** One photo by several methods. */
export interface ComparedRow<T> {
  /** One for each method; undefined where it does not fit the model. */
  readonly maps: readonly (T | undefined)[];
  /** The photo's name and its first target. */
  readonly title: string;
  /** What is explained, in words. */
  readonly targets: readonly string[];
  /** Why methods are left out. */
  readonly reasons: readonly string[];
}

/** Explains a photo by each method that fits the model. @param mapOf what is drawn of a method's results for the photo's targets */
export async function comparedRow<T, M extends Pick<ComparedMethod, 'method'>>(
  context: FigureContext,
  photo: FigurePhoto,
  compared: readonly M[],
  mapOf: (found: readonly [Attribution, ...Attribution[]], method: M) => T | Promise<T>,
): Promise<ComparedRow<T>> {
  const maps: (T | undefined)[] = [];
  const reasons: string[] = [];
  let targets: string[] = [];
  for (const each of compared) {
    try {
      const found = (await attributionsOf(context, photo, each.method)) as [Attribution, ...Attribution[]];
      maps.push(await mapOf(found, each));
      targets = found.map(({ target }) => describeTarget(target));
    } catch (error) {
      if (!(error instanceof MethodMismatchError)) throw error;
      maps.push(undefined);
      reasons.push(error.message);
    }
  }
  return { maps, title: [photo.name, ...targets.slice(0, 1)].join(': '), targets, reasons };
}

/** One line for each method that was left out. */
export function leftOutLines(rows: readonly Pick<ComparedRow<unknown>, 'reasons'>[]): string[] {
  return [...new Set(rows.flatMap(({ reasons }) => reasons))].map((reason) => `Left out: ${reason}.`);
}
