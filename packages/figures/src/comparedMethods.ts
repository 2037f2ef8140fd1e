import {
  gradient,
  guidedBackprop,
  integratedGradients,
  type Method,
  MethodMismatchError,
} from '@smoothgrad/attribution';
import type { FigureOptions } from './figure.ts';
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

/** What `compute` finds, or the reason why the method does not fit the model. */
export async function unlessMismatched<T>(compute: () => Promise<T>): Promise<T | MethodMismatchError> {
  try {
    return await compute();
  } catch (error) {
    if (error instanceof MethodMismatchError) return error;
    throw error;
  }
}

/** One line for each method that was left out. */
export function leftOutLines(results: readonly unknown[]): string[] {
  const reasons = results.flatMap((result) => (result instanceof MethodMismatchError ? [result.message] : []));
  return [...new Set(reasons)].map((reason) => `Left out: ${reason}.`);
}
