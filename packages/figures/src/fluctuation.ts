import { createNoise, gradient, inOrder, topClass } from '@smoothgrad/attribution';
import { type PixelImage, toChannelsFirst, toRgbOrder } from '@smoothgrad/image';
import { type GridChart, type GridRow, gridScene, pixelMap, toRgb } from '@smoothgrad/render';
import { lineChart } from './charts/lineChart.ts';
import { describeTarget, type Figure, type FigureContext, FigureError, type FigurePhoto } from './figure.ts';
import { attributionsOf, photoCell, throwIfStopped } from './maps.ts';
import { percentText } from './settings.ts';

const steps = 201;
const paperNoise = 0.01;
const colours = ['#c0392b', '#2e8b57', '#2f6fb7'] as const;
const channelNames = ['red', 'green', 'blue'] as const;

/**
 * Figure 2: the gradient fluctuates. One pixel's partial derivatives by red, green and blue along x + tε, t in [0,1], for one fixed draw
 * ε that nobody sees (standard deviation 1 % of the range), as a fraction of the largest entry of the gradient at the same t.
 */
export const fluctuation: Figure = {
  name: 'fluctuation',
  number: 2,
  summary: 'how one pixel’s derivatives jump along a step nobody sees',
  thumbnail: 'photo at t = 0 | line chart | photo at t = 1',
  async make(context) {
    const rows: GridRow[] = [];
    const remarks: string[] = [];
    const noise = context.options.noise ?? paperNoise;
    for (const photo of context.photos) {
      const walk = await walkOf(context, photo, noise);
      rows.push(rowOf(context, photo, walk));
      remarks.push(`${photo.name}: ${describeChanges(walk)}`);
    }
    const largest = context.options.denominator === 'abs' ? 'largest magnitude' : 'largest entry';
    return gridScene({
      title: 'The gradient along a small step',
      columns: [],
      rows,
      caption: [
        `∂S/∂pixel at x + tε as a fraction of the ${largest} of the gradient at the same t; ε: one draw of Gaussian noise, ${percentText(noise)} of the range of the pixels, seed ${context.options.seed ?? 0}.`,
        ...remarks,
      ],
    });
  },
};

export interface Walk {
  readonly title: string;
  readonly pixel: readonly [x: number, y: number];
  /** For each channel of the pixel its fraction at each t. */
  readonly fractions: readonly (readonly number[])[];
  /** Values of t where the top class is not that of t = 0. */
  readonly changedAt: readonly number[];
  readonly end: PixelImage;
}

export async function walkOf(context: FigureContext, photo: FigurePhoto, noise: number): Promise<Walk> {
  const { classifier, options } = context;
  const [clean] = await attributionsOf(context, photo, gradient);
  const { spec, gain, tensor } = photo.photo;
  const { target, predictions } = clean!;
  const cotangent = new Float32Array(classifier.scores.classes);
  cotangent[target.index] = 1;
  const problem = { classifier, photo: photo.photo, tensor, cotangents: [cotangent] };
  const end = createNoise({ level: noise }, options.seed ?? 0, problem).noisy(0);
  const area = spec.width * spec.height;
  const derivatives = (map: Float32Array) => pixelMap({ map, shape: clean!.shape, unit: gradient.unit }, photo.photo);
  const pixel = options.pixel ?? largestPixel(derivatives(clean!.map), spec);
  if (!isInside(pixel, spec)) {
    throw new FigureError(
      `the pixel ${pixel.join(',')} is outside the photo, which is ${spec.width}x${spec.height} to the network`,
    );
  }
  const at = pixel[1] * spec.width + pixel[0];
  const fractions = Array.from({ length: gain.length }, (): number[] => []);
  const changedAt: number[] = [];
  const visit = (k: number) => classifier.gradient(between(tensor, end, k / (steps - 1)), cotangent);
  let done = 0;
  for await (const { gradient: slopes, logits } of inOrder(steps, classifier.parallel, visit, context.signal)) {
    const t = done++ / (steps - 1);
    context.progress?.(`${photo.name}: fluctuation`, done, steps);
    const values = derivatives(toChannelsFirst(slopes, spec));
    const largest = values.reduce(
      (top, value) => Math.max(top, options.denominator === 'abs' ? Math.abs(value) : value),
      0,
    );
    for (const [c, list] of fractions.entries()) list.push(largest === 0 ? 0 : values[c * area + at]! / largest);
    if (topClass(logits) !== predictions[0]!.index) changedAt.push(t);
  }
  throwIfStopped(context.signal);
  return {
    title: `${photo.name}: ${describeTarget(target)}; pixel ${pixel.join(', ')}`,
    pixel,
    fractions,
    changedAt,
    end: pictureOf(photo, end),
  };
}

/** (1 − t) x + t y. */
function between(from: Float32Array, to: Float32Array, t: number): Float32Array {
  return from.map((value, i) => value + t * (to[i]! - value));
}

function largestPixel(
  values: Float32Array,
  { width, height }: { width: number; height: number },
): readonly [number, number] {
  const area = width * height;
  let best = 0;
  let most = -1;
  for (let i = 0; i < area; i++) {
    let sum = 0;
    for (let c = i; c < values.length; c += area) sum += Math.abs(values[c]!);
    if (sum > most) [best, most] = [i, sum];
  }
  return [best % width, Math.floor(best / width)];
}

function isInside([x, y]: readonly [number, number], { width, height }: { width: number; height: number }): boolean {
  return Number.isInteger(x) && Number.isInteger(y) && x >= 0 && y >= 0 && x < width && y < height;
}

/** A prepared tensor as a picture again: what the noise looks like. */
function pictureOf({ photo }: FigurePhoto, noisy: Float32Array): PixelImage {
  const { spec, gain, pixels, tensor } = photo;
  const area = spec.width * spec.height;
  const [ordered, clean] = [noisy, tensor].map((values) => toRgbOrder(toChannelsFirst(values, spec), spec));
  const channels = gain.length as 1 | 3;
  const data = new Uint8Array(channels * area);
  for (let i = 0; i < ordered!.length; i++) {
    const channel = Math.floor(i / area);
    const value = pixels[i]! + (ordered![i]! - clean![i]!) / gain[channel]!;
    data[(i % area) * channels + channel] = Math.round(255 * Math.min(Math.max(value, 0), 1));
  }
  return toRgb({ width: spec.width, height: spec.height, channels, data });
}

function rowOf({ document }: FigureContext, photo: FigurePhoto, { title, fractions, end }: Walk): GridRow {
  const names = fractions.length === 1 ? ['grey'] : channelNames;
  const chart: GridChart = {
    columns: 2,
    chart: (width, height) =>
      lineChart(
        {
          width,
          height,
          x: { label: 't' },
          y: { label: '∂S/∂pixel ÷ largest', zero: true },
          lines: fractions.map((values, c) => ({
            name: names[c]!,
            colour: fractions.length === 1 ? '#181a1f' : colours[c]!,
            points: values.map((value, i) => [i / (steps - 1), value] as const),
          })),
        },
        document,
      ),
  };
  return {
    title,
    cells: [
      { ...photoCell(photo), note: 't = 0' },
      chart,
      { picture: end, label: `photo ${photo.name} with the noise`, note: 't = 1' },
    ],
  };
}

function describeChanges({ changedAt }: Walk): string {
  if (changedAt.length === 0) return `the top class stays the same at all ${steps} points.`;
  const first = changedAt[0]!.toFixed(3);
  return `the top class changes at ${changedAt.length} of ${steps} points, first at t = ${first}.`;
}
