import type { Classifier } from '../classifier/classifier.ts';
import { forwardRecipe } from '../classifier/forwardRecipe.ts';
import type { Facts } from '../classifier/recipe.ts';
import { scoreOf } from '../classifier/scoreOf.ts';
import { inOrder } from '../smoothing/inOrder.ts';
import { type Baseline, baselineTensor, describeBaseline } from './baselines.ts';
import type { Method, Problem } from './method.ts';
import { oncePerProblem } from './oncePerProblem.ts';
import { type Step, stepwise } from './stepwise.ts';
import { share } from './unit.ts';
import { createWindowMean } from './windowMean.ts';
import { checkSliding, type Side, slidingWindows, type Window } from './windows.ts';

export interface OcclusionOptions {
  /** Pixels. Default 32. */
  readonly window?: Side | undefined;
  /** Pixels; at most the window. Default 16. */
  readonly stride?: Side | undefined;
  /** What hides a window: a baseline, or a value of the prepared tensor. Default `zero`. */
  readonly fill?: Baseline | number | undefined;
  /** Of the fill `noise`. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * A pixel's value = the mean, over the windows that cover it, of S(x) − S(x with the window filled)
 * (Zeiler and Fergus 2013, section 4.2; overlaps averaged as in Captum). A window covers all channels.
 *
 * Its numbers: by how much the score drops when something is hidden, and where hiding raises it, negative. They are about whole windows, so
 * details smaller than the window are blurred, what stands twice in the photo can be hidden without a loss, and the edges of
 * the filled rectangle are something the network may see in themselves: try another fill. No gradients are needed.
 *
 * @throws WindowError the window or the stride is no whole number ≥ 1, or the stride is longer than the window; when it runs: the window
 * is larger than the input. RangeError the fill is no finite number; BaselineError, when it runs
 * @example occlusion({ window: 16, stride: 8, fill: 'mean' })
 */
export function occlusion({ window = 32, stride = 16, fill = 'zero', seed = 0 }: OcclusionOptions = {}): Method {
  const sliding = checkSliding(window, stride);
  if (typeof fill === 'number' && !Number.isFinite(fill))
    throw new RangeError(`the fill is ${fill}; it must be a number`);
  const planOf = oncePerProblem((problem): Plan => {
    const windows = slidingWindows(problem.classifier.input, sliding);
    const isNumber = typeof fill === 'number';
    const filling = isNumber ? problem.tensor.map(() => fill) : baselineTensor(fill, problem, seed);
    return { windows, filling, facts: { ...sliding, fill: isNumber ? fill : describeBaseline(fill, problem, seed) } };
  });
  return {
    name: 'occlusion',
    unit: { ...share, isRepeated: true },
    recipes: () => [forwardRecipe()],
    ...stepwise({
      // One more than windows: the photo itself.
      passes: (problem) => planOf(problem).windows.length + 1,
      run: (problem, tensor) => probe(problem, tensor, planOf(problem)),
    }),
  };
}

interface Plan {
  readonly windows: readonly Window[];
  /** Prepared values, in the model's layout. */
  readonly filling: Float32Array;
  readonly facts: Facts;
}

async function* probe(
  { classifier, cotangents, signal }: Problem,
  tensor: Float32Array,
  { windows, filling, facts }: Plan,
): AsyncGenerator<Step, void> {
  const { input, scores } = classifier;
  const program = await classifier.program(forwardRecipe());
  const maps = cotangents.map(() => createWindowMean(input));
  const probes = [undefined, ...windows];
  const look = (k: number) => {
    const window = probes[k];
    return program.logits(window === undefined ? tensor : filled(tensor, filling, window, input));
  };
  let clean: Float32Array | undefined;
  let done = 0;
  for await (const logits of inOrder(probes.length, classifier.parallel, look, signal)) {
    const window = probes[done++];
    clean ??= logits;
    for (const [k, cotangent] of cotangents.entries()) {
      if (window !== undefined)
        maps[k]!.add(window, scoreOf(scores, clean, cotangent) - scoreOf(scores, logits, cotangent));
    }
    yield { logits: clean, finding: (k) => ({ map: inEachChannel(maps[k]!.mean(), input), facts }) };
  }
}

/** A copy with a window of `filling`. */
function filled(
  tensor: Float32Array,
  filling: Float32Array,
  { top, bottom, left, right }: Window,
  { layout, channels, height, width }: Classifier['input'],
): Float32Array {
  const copy = tensor.slice();
  const [planes, pixel] = layout === 'NCHW' ? [channels, 1] : [1, channels];
  for (let plane = 0; plane < planes; plane++) {
    for (let row = plane * height + top; row < plane * height + bottom; row++) {
      const [from, to] = [(row * width + left) * pixel, (row * width + right) * pixel];
      copy.set(filling.subarray(from, to), from);
    }
  }
  return copy;
}

/** @param values [H,W] @returns in the layout of the input */
function inEachChannel(values: Float32Array, { layout, channels }: Classifier['input']): Float32Array {
  const area = values.length;
  const pixelOf = layout === 'NCHW' ? (i: number) => i % area : (i: number) => Math.floor(i / channels);
  return Float32Array.from({ length: channels * area }, (_, i) => values[pixelOf(i)]!);
}
