import { float, int } from '@smoothgrad/onnx';
import type { Known, Step, Template } from './randomGraph.ts';

/** Operators that work on each element alone, with inputs inside their domains and away from jumps. */
export const elementwise: readonly Template[] = [
  ...[
    'Identity',
    'Neg',
    'Abs',
    'Sigmoid',
    'Tanh',
    'Relu',
    'Erf',
    'Sin',
    'Cos',
    'Atan',
    'Asinh',
    'Softplus',
    'Softsign',
  ].map(plain),
  ...['Selu', 'HardSwish', 'Mish'].map(plain),
  { ...plain('Gelu'), since: 20 },
  { op: 'Swish', since: 24, build: (s) => s.op('Swish', [s.x.name], s.flip() ? { alpha: float(0.7) } : {}) },
  ...['LeakyRelu', 'Elu', 'ThresholdedRelu'].map((op) => withAlpha(op, 0.3)),
  withAlpha('Celu', 1.5),
  {
    op: 'HardSigmoid',
    build: (s) => s.op('HardSigmoid', [s.x.name], s.flip() ? { alpha: float(0.4), beta: float(0.3) } : {}),
  },
  {
    op: 'Shrink',
    build: (s) => s.op('Shrink', [s.x.name], { lambd: float(0.4), bias: float(s.pick([0, 0.4])) }),
  },
  { op: 'Exp', build: (s) => s.op('Exp', [bounded(s)]) },
  { op: 'Sinh', build: (s) => s.op('Sinh', [bounded(s)]) },
  { op: 'Cosh', build: (s) => s.op('Cosh', [bounded(s)]) },
  { op: 'Tan', build: (s) => s.op('Tan', [bounded(s)]) },
  ...['Asin', 'Acos', 'Atanh'].map(
    (op): Template => ({ op, build: (s) => s.op(op, [s.op('Mul', [bounded(s), s.constant(0.9)])]) }),
  ),
  { op: 'Acosh', build: (s) => s.op('Acosh', [s.op('Add', [positive(s), s.constant(1)])]) },
  { op: 'Log', build: (s) => s.op('Log', [positive(s)]) },
  { op: 'Sqrt', build: (s) => s.op('Sqrt', [positive(s)]) },
  { op: 'Reciprocal', build: (s) => s.op('Reciprocal', [positive(s)]) },
  ...['Add', 'Sub', 'Mul'].map(
    (op): Template => ({ op, build: (s) => s.op(op, eitherWay(s, [s.x.name, operand(s)])) }),
  ),
  { op: 'Div', build: (s) => s.op('Div', [s.flip() ? operand(s) : s.weight(s.x.shape), positive(s)]) },
  ...['Max', 'Min', 'Sum', 'Mean'].map(
    (op): Template => ({
      op,
      build: (s) => s.op(op, eitherWay(s, [s.x.name, operand(s), ...(s.flip() ? [operand(s)] : [])])),
    }),
  ),
  {
    op: 'Pow',
    build: (s) =>
      s.flip()
        ? s.op('Pow', [s.x.name, s.constant(s.pick([2, 3, 1]))])
        : s.op('Pow', [positive(s), s.flip() ? s.constant(s.pick([0.5, -1, 1.7])) : s.op('Tanh', [operand(s)])]),
  },
  {
    op: 'PRelu',
    build: (s) => s.op('PRelu', [s.x.name, s.flip() ? s.weight(narrowed(s, s.x.shape), 0.3) : s.constant(0.2, [1])]),
  },
  {
    op: 'Clip',
    build(s) {
      const [low, high] = s.pick([
        [0, 6],
        [-0.5, 0.8],
        [0, 1],
      ]);
      return s.op('Clip', [s.x.name, s.flip() ? '' : s.constant(low!), s.flip() ? '' : s.constant(high!)]);
    },
  },
  {
    op: 'Where',
    build(s) {
      const mask = Array.from({ length: s.x.data.length }, () => s.int(0, 1));
      const condition = s.flip()
        ? s.constant(mask, s.x.shape, 'bool')
        : s.op('Greater', [
            awayFrom(
              s,
              mask.map((bit) => bit - 0.5),
            ),
            s.constant(0),
          ]);
      return s.op('Where', [condition, ...eitherWay(s, [s.x.name, operand(s)])]);
    },
  },
  {
    op: 'Dropout',
    build: (s) => s.ops('Dropout', [s.x.name], s.int(1, 2))[0]!,
  },
  {
    op: 'Cast',
    build: (s) => s.op('Cast', [s.x.name], { to: int(s.x.type === 'float32' ? 11 : 1) }),
  },
  ...['Floor', 'Ceil', 'Round', 'Sign'].map(step),
  {
    op: 'Mod',
    build(s) {
      // No two that are equal but for a whole number: their remainders would tie.
      const divided = awayFrom(
        s,
        halves(s).map((centre, i) => centre + ((37 * i) % 101) / 1000),
      );
      const divisor = s.op('Add', [
        s.weight(
          s.x.shape.map(() => 1),
          0,
        ),
        s.constant(1),
      ]);
      return s.op('Mod', [divided, s.flip() ? divisor : s.constant(1)], { fmod: int(1) });
    },
  },
];

function plain(op: string): Template {
  return { op, build: (s) => s.op(op, [s.x.name]) };
}

function withAlpha(op: string, alpha: number): Template {
  return { op, build: (s) => s.op(op, [s.x.name], s.flip() ? { alpha: float(alpha) } : {}) };
}

/** Its derivative is 0: the product with x keeps another way for the gradient open. */
function step(op: string): Template {
  return { op, build: (s) => s.op('Mul', [s.op(op, [awayFrom(s, halves(s))]), s.x.name]) };
}

/** In (-1, 1). */
export const bounded = (s: Step) => s.op('Tanh', [s.x.name]);

/** Above 1/2. */
export function positive(s: Step): string {
  const magnitude = s.pick([
    () => s.op('Softplus', [s.x.name]),
    () => s.op('Abs', [s.x.name]),
    () => s.op('Sigmoid', [s.x.name]),
  ])();
  return s.op('Add', [magnitude, s.constant(0.5)]);
}

/** Numbers within 0.2 of the given ones, whatever x is. */
function awayFrom(s: Step, centres: readonly number[]): string {
  return s.op('Add', [s.op('Mul', [bounded(s), s.constant(0.2)]), s.constant(centres, s.x.shape)]);
}

/** For each element an integer and a half. */
const halves = (s: Step) => Array.from({ length: s.x.data.length }, (_, i) => ((i * 7) % 5) - 2.5);

/** Something that broadcasts with x in either direction: another value, x again, or a constant. */
export function operand(s: Step): string {
  const value = s.flip() ? s.other((candidate) => fits(candidate, s.x)) : undefined;
  if (value !== undefined) return value.name;
  const narrow = narrowed(s, s.x.shape);
  return s.weight(s.flip() && s.x.data.length <= 60 ? [2, ...s.x.shape] : narrow);
}

function fits(a: Known, b: Known): boolean {
  const rank = Math.min(a.shape.length, b.shape.length);
  const [left, right] = [a.shape.slice(a.shape.length - rank), b.shape.slice(b.shape.length - rank)];
  return left.every((length, axis) => length === right[axis] || length === 1 || right[axis] === 1);
}

/** The shape with some axes of length 1, or without the first ones. */
function narrowed(s: Step, shape: readonly number[]): number[] {
  return shape.map((length) => (s.flip() ? 1 : length)).slice(s.int(0, shape.length));
}

const eitherWay = (s: Step, names: readonly string[]) => (s.flip() ? names.toReversed() : names);
