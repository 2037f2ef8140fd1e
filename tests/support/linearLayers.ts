import { int, ints, type Model } from '@smoothgrad/onnx';
import { modelOf, node, numbers } from './graphs.ts';
import { floats } from './runGraph.ts';

/** A layer written as y_j = Σ_i x_i w_ij + b_j, in float64. */
export interface DenseForm {
  readonly x: readonly number[];
  /** w[i][j]; undefined where j does not read i. */
  readonly w: readonly (readonly (number | undefined)[])[];
  readonly b: readonly number[];
}

export interface LinearLayer extends DenseForm {
  readonly title: string;
  readonly model: Model;
}

/** Numbers of float32, so that both sides start from the same. */
const draw = (count: number, seed: number) => [...numbers(count, seed)];

function gemm(): LinearLayer {
  const [inputs, outputs] = [5, 4];
  const [x, b, w] = [draw(inputs, 1), draw(outputs, 2), draw(inputs * outputs, 13)];
  return {
    title: 'Gemm with transposed weights and a bias',
    x,
    b,
    w: x.map((_, i) => b.map((_, j) => w[j * inputs + i]!)),
    model: modelOf({
      inputs: { x: [1, inputs] },
      nodes: [node('Gemm', ['x', 'w', 'b'], ['y'], { transB: int(1) })],
      outputs: ['y'],
      constants: [floats('w', [outputs, inputs], w), floats('b', [outputs], b)],
    }),
  };
}

function matMul(): LinearLayer {
  const [inputs, outputs] = [4, 3];
  const [x, w] = [draw(inputs, 4), draw(inputs * outputs, 5)];
  return {
    title: 'MatMul with weights on the left',
    x,
    b: new Array(outputs).fill(0),
    w: x.map((_, i) => Array.from({ length: outputs }, (_, j) => w[j * inputs + i]!)),
    model: modelOf({
      inputs: { x: [inputs, 1] },
      nodes: [node('MatMul', ['w', 'x'], ['y'])],
      outputs: ['y'],
      constants: [floats('w', [outputs, inputs], w)],
    }),
  };
}

interface ConvShape {
  readonly title: string;
  readonly channels: number;
  readonly filters: number;
  readonly group: number;
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
}

function conv({ title, channels, filters, group, size, kernel, stride, pad }: ConvShape): LinearLayer {
  const perGroup = channels / group;
  const side = Math.floor((size + 2 * pad - kernel) / stride) + 1;
  const [x, weights] = [draw(channels * size * size, 6), draw(filters * perGroup * kernel * kernel, 7)];
  const bias = draw(filters, 8);
  const outputs = Array.from({ length: filters * side * side }, (_, j) => j);
  const w = x.map((_, i) => {
    const [c, row, column] = [Math.floor(i / (size * size)), Math.floor(i / size) % size, i % size];
    return outputs.map((j) => {
      const m = Math.floor(j / (side * side));
      const down = row + pad - (Math.floor(j / side) % side) * stride;
      const right = column + pad - (j % side) * stride;
      const own = Math.floor((m * group) / filters) === Math.floor(c / perGroup);
      const isInside = own && [down, right].every((at) => at >= 0 && at < kernel);
      return isInside ? weights[((m * perGroup + (c % perGroup)) * kernel + down) * kernel + right] : undefined;
    });
  });
  return {
    title,
    x,
    w,
    b: outputs.map((j) => bias[Math.floor(j / (side * side))]!),
    model: modelOf({
      inputs: { x: [1, channels, size, size] },
      nodes: [
        node('Conv', ['x', 'w', 'b'], ['y'], {
          group: int(group),
          strides: ints([stride, stride]),
          pads: ints([pad, pad, pad, pad]),
        }),
      ],
      outputs: ['y'],
      constants: [floats('w', [filters, perGroup, kernel, kernel], weights), floats('b', [filters], bias)],
    }),
  };
}

/** Layers of each form, with inputs, weights and biases of both signs. */
export const linearLayers: readonly LinearLayer[] = [
  gemm(),
  matMul(),
  conv({ title: 'Conv', channels: 2, filters: 3, group: 1, size: 5, kernel: 3, stride: 1, pad: 1 }),
  conv({ title: 'Conv in steps', channels: 2, filters: 2, group: 1, size: 6, kernel: 3, stride: 2, pad: 1 }),
  conv({ title: 'Conv in groups', channels: 4, filters: 4, group: 2, size: 4, kernel: 2, stride: 1, pad: 0 }),
];

/** Relevance of outputs to start from: any numbers of both signs. */
export const startOf = ({ b }: DenseForm): number[] => draw(b.length, 9);

/** R_i = Σ_j share(i, j)·R_j over the connections there are. */
export function shared({ w }: DenseForm, start: readonly number[], share: (i: number, j: number) => number): number[] {
  return w.map((row, i) =>
    row.reduce<number>((sum, w_ij, j) => (w_ij === undefined ? sum : sum + share(i, j) * start[j]!), 0),
  );
}

/** Σ_i term(i, j) over the connections there are. */
export function summed({ w }: DenseForm, j: number, term: (i: number) => number): number {
  return w.reduce((sum, row, i) => (row[j] === undefined ? sum : sum + term(i)), 0);
}

/** Contribution of input i to output j. */
export const product = ({ x, w }: DenseForm, i: number, j: number): number => x[i]! * w[i]![j]!;
