import { type Attribution, gradient } from '@smoothgrad/attribution';
import { type GridChart, type GridRow, gridScene, reduceChannels } from '@smoothgrad/render';
import { lineChart } from './charts/lineChart.ts';
import { describeTarget, type Figure, type FigureContext, type FigurePhoto } from './figure.ts';
import { attributionsOf, partsOf, photoCell } from './maps.ts';
import { rankCorrelation } from './rankCorrelation.ts';
import { noiseSettings, percentText, smoothed } from './settings.ts';
import { orderedSizes } from './sizes.ts';

const defaultSizes = [2, 5, 10, 20, 50, 100, 200];
const defaultReference = 1000;

/**
 * Beyond the paper: how far the map of n samples is from that of infinitely many, and whether its own standard error says so. The latter
 * is estimated from another seed; its own error is stated.
 */
export const convergence: Figure = {
  name: 'convergence',
  summary: 'error and rank correlation against n, beside what the standard error predicts',
  thumbnail: 'photo | error against n | rank correlation against n',
  async make(context) {
    const { options } = context;
    const settings = noiseSettings(options);
    const rows: GridRow[] = [];
    const remarks: string[] = [];
    for (const photo of context.photos) {
      const curve = await curveOf(context, photo);
      rows.push({ title: curve.title, cells: [photoCell(photo), ...chartsOf(context, curve)] });
      const error = curve.referenceError?.toFixed(2) ?? 'not resolved';
      remarks.push(
        `${photo.name}: the estimate for n = ∞ has ${curve.reference} samples of another seed; its relative standard error is ${error}.`,
      );
    }
    return gridScene({
      title: 'Convergence of SmoothGrad',
      columns: [],
      rows,
      caption: [
        `Noise ${percentText(settings.noise)} of the range of the pixels, seed ${settings.seed}. Error: distance to the estimate for n = ∞ as a share of its size, less that estimate’s own noise. Rank correlation: Spearman, of the magnitudes summed over channels.`,
        ...remarks,
      ],
    });
  },
};

interface Curve {
  readonly title: string;
  readonly errors: readonly (readonly [n: number, error: number])[];
  readonly predicted: readonly (readonly [n: number, error: number])[];
  readonly ranks: readonly (readonly [n: number, correlation: number])[];
  readonly reference: number;
  readonly referenceError: number | null;
}

async function curveOf(context: FigureContext, photo: FigurePhoto): Promise<Curve> {
  const { options } = context;
  const settings = noiseSettings(options);
  const sizes = orderedSizes(options.sizes ?? defaultSizes, 2);
  const samples = options.reference ?? defaultReference;
  const other = smoothed(gradient, { ...settings, samples, seed: settings.seed + 1 });
  const [limit] = await attributionsOf(context, photo, other);
  const ranksOfLimit = magnitudes(limit!);
  const method = smoothed(gradient, { ...settings, samples: sizes.at(-1)! });
  const errors: [number, number][] = [];
  const predicted: [number, number][] = [];
  const ranks: [number, number][] = [];
  for await (const progress of partsOf(context, photo, method)) {
    context.progress?.(photo.name, progress.samples, progress.total);
    if (!sizes.includes(progress.samples)) continue;
    const found = progress.attribution();
    errors.push([progress.samples, relativeError(found.map, limit!)]);
    if (found.relativeStandardError !== null) predicted.push([progress.samples, found.relativeStandardError]);
    ranks.push([progress.samples, rankCorrelation(magnitudes(found), ranksOfLimit)]);
  }
  const title = `${photo.name}: ${describeTarget(limit!.target)}`;
  return { title, errors, predicted, ranks, reference: samples, referenceError: limit!.relativeStandardError };
}

function magnitudes({ map, shape }: Attribution): Float64Array {
  return reduceChannels(map, shape);
}

/**
 * √((‖a − b‖² − ΣSE²) ÷ (‖b‖² − ΣSE²)) for a map a and an independent estimate b of its limit with the standard error SE: both squares
 * contain the noise of b, which is no error of a. NaN where it is not resolved.
 */
export function relativeError(a: Float32Array, limit: Pick<Attribution, 'map' | 'standardError'>): number {
  let [difference, size] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const noise = limit.standardError === undefined ? 0 : limit.standardError[i]! ** 2;
    difference += (a[i]! - limit.map[i]!) ** 2 - noise;
    size += limit.map[i]! ** 2 - noise;
  }
  return size > 0 && difference > 0 ? Math.sqrt(difference / size) : Number.NaN;
}

function chartsOf({ document }: FigureContext, { errors, predicted, ranks }: Curve): GridChart[] {
  const chart = (make: (width: number, height: number) => string): GridChart => ({ columns: 2, chart: make });
  return [
    chart((width, height) =>
      lineChart(
        {
          width,
          height,
          x: { label: 'n', log: true },
          y: { label: 'relative error', log: true },
          lines: [
            { name: 'measured', colour: '#2f6fb7', points: errors, dots: true },
            { name: 'standard error', colour: '#c0392b', points: predicted, dashed: true },
          ],
        },
        document,
      ),
    ),
    chart((width, height) =>
      lineChart(
        {
          width,
          height,
          x: { label: 'n', log: true },
          y: { label: 'rank correlation' },
          lines: [{ name: 'with n = ∞', colour: '#2f6fb7', points: ranks, dots: true }],
        },
        document,
      ),
    ),
  ];
}
