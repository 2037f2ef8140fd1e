import type { differentiate } from '@smoothgrad/autodiff';
import { type Engine, type EngineTensor, type Model, operatorName, type Session, writeModel } from '@smoothgrad/onnx';
import { normalValues } from '../../packages/autodiff/src/testing/random.ts';

/** Where, and what of, a differentiated model is checked. */
export interface Point {
  readonly output: string;
  readonly shape: readonly number[];
  readonly type: EngineTensor['type'];
  readonly feeds: Readonly<Record<string, EngineTensor>>;
  readonly wrt: readonly string[];
}

export const COTANGENT = 'smoothgrad_cotangent';
const STEPS = [1e-2, 3e-3, 1e-3, 3e-4];
const DIRECTIONS = 4;
/** How far the inputs are moved at first. A wrong rule is wrong at all of these points, a switch is near one of them. */
const DISTANCES = [0.01, 0.04, 0.02];

/**
 * Compares gradients with central differences of the outputs in ONNX Runtime's float32, along a few random directions.
 *
 * @returns `right`, or why it cannot be checked there
 * @throws Error a gradient is wrong
 */
export async function checkDirections(
  { model, gradients }: ReturnType<typeof differentiate>,
  { output, shape, type, feeds, wrt }: Point,
  engine: Engine,
): Promise<string> {
  const made = [...new Set([output, ...gradients.values()])].filter((name) => name !== COTANGENT && !feeds[name]);
  const graph = { ...model.graph, outputs: made.map((name) => ({ name })) };
  const session = await engine.createSession({
    model: writeModel({ ...model, graph }, 'reference'),
    optimisation: 'basic',
  });
  try {
    const cotangent = normalValues(shape, 999);
    const data = type === 'float64' ? Float64Array.from(cotangent) : Float32Array.from(cotangent);
    const results: string[] = [];
    for (const distance of DISTANCES) {
      const given = { ...offSwitches(feeds, wrt, distance), [COTANGENT]: { type, shape, data } };
      const result = await checkAt({ session, given, cotangent, gradients, output, wrt });
      if (result === 'right') return result;
      results.push(result);
    }
    const wrong = results.find((result) => result.startsWith('the gradient'));
    if (wrong !== undefined) throw new Error(`${operatorsOf(model)}: ${wrong}`);
    return results[0]!;
  } finally {
    await session.close();
  }
}

interface Evaluation {
  readonly session: Session;
  readonly given: Readonly<Record<string, EngineTensor>>;
  readonly cotangent: ArrayLike<number>;
  readonly gradients: ReadonlyMap<string, string>;
  readonly output: string;
  readonly wrt: readonly string[];
}

async function checkAt({ session, given, cotangent, gradients, output, wrt }: Evaluation): Promise<string> {
  const results: Readonly<Record<string, EngineTensor>> = { ...given, ...(await session.run(given)) };
  const numbersOf = (name: string) => results[name]!.data as Float32Array;
  if (!Array.from(numbersOf(output)).every(Number.isFinite)) return 'its outputs are not finite';
  for (const name of wrt) {
    const gradient = gradients.get(name);
    const failure = await disagreement({
      evaluate: async (tensor) =>
        (await session.run({ ...given, [name]: tensor }, [output]))[output]!.data as Float32Array,
      at: results[name]!,
      cotangent,
      gradient: gradient === undefined ? new Float32Array(results[name]!.data.length) : numbersOf(gradient),
    });
    if (failure !== undefined) return `the gradient by '${name}' is ${failure}`;
  }
  return 'right';
}

/** Test inputs lie on switches and ties now and then: they are moved a little. */
function offSwitches(feeds: Point['feeds'], wrt: readonly string[], distance: number): Record<string, EngineTensor> {
  const entries = Object.entries(feeds).map(([name, tensor], k): [string, EngineTensor] => [
    name,
    wrt.includes(name) ? moved(tensor, normalValues(tensor.shape, 100 + k), distance) : tensor,
  ]);
  return Object.fromEntries(entries);
}

const operatorsOf = ({ graph }: Model) =>
  [...new Set(graph.nodes.filter(({ name }) => !name.startsWith('grad/')).map(operatorName))].slice(0, 6).join(' ');

interface Comparison {
  evaluate(tensor: EngineTensor): Promise<Float32Array>;
  readonly at: EngineTensor;
  readonly cotangent: ArrayLike<number>;
  readonly gradient: Float32Array;
}

/** By how much the gradient is off, if it is so along most directions: a switch in the way of one of them says nothing. */
async function disagreement(comparison: Comparison): Promise<string | undefined> {
  const failures: string[] = [];
  for (let k = 0; k < DIRECTIONS; k++) {
    const errors = await errorsAlong(comparison, normalValues(comparison.at.shape, 200 + k));
    const best = Math.min(...errors.filter((error) => !Number.isNaN(error)));
    // Where the function is not defined on either side, there is nothing to compare with.
    const isComparable = errors.some((error) => !Number.isNaN(error)) || comparison.gradient.some(Number.isNaN);
    if (isComparable && best > 1)
      failures.push(`${best.toPrecision(3)} times what is allowed away along direction ${k}`);
  }
  return failures.length >= DIRECTIONS - 1 ? failures[0] : undefined;
}

/** The distance between derivative and difference for each step, in units of what is allowed: 1 % and the rounding of float32. */
async function errorsAlong({ evaluate, at, cotangent, gradient }: Comparison, direction: ArrayLike<number>) {
  const found = gradient.reduce((sum, g, i) => sum + direction[i]! * g, 0);
  const size = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
  const errors: number[] = [];
  for (const step of STEPS) {
    const [above, below] = [await evaluate(moved(at, direction, step)), await evaluate(moved(at, direction, -step))];
    let difference = 0;
    let rounding = 0;
    above.forEach((y, i) => {
      difference += (cotangent[i]! * (y - below[i]!)) / (2 * step);
      rounding += ((cotangent[i]! * y) / step) ** 2;
    });
    errors.push(Math.abs(found - difference) / (1e-2 * size + 2e-6 * Math.sqrt(rounding)));
  }
  return errors;
}

function moved(tensor: EngineTensor, direction: ArrayLike<number>, step: number): EngineTensor {
  const move = (value: number, i: number) => value + step * direction[i]!;
  const data = tensor.data instanceof Float64Array ? tensor.data.map(move) : (tensor.data as Float32Array).map(move);
  return { ...tensor, data };
}
