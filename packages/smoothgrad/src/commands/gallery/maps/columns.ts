import type { Baseline, Method } from '@smoothgrad/attribution';
import { createMethod, type MethodSettings, methods } from '@smoothgrad/attribution/catalogue';
import { UsageError } from '../../../errors.ts';
import { photoStamps } from '../../../model/photosIn.ts';
import { methodSettings } from '../../../options/methodOptions.ts';
import type { GalleryFlags } from '../flags.ts';
import { digest } from './digest.ts';

/** One kind of map of a gallery: a method, plain or smoothed. */
export interface MapJob {
  /** In names of files, and unique among the jobs: `smooth-guided-backprop`. */
  readonly id: string;
  /** `Guided backpropagation, smoothed`. */
  readonly title: string;
  readonly isSmoothed: boolean;
  readonly method: Method;
  /** How many copies are averaged at most. */
  readonly samples: number;
  /** All that has a say in the map beside photo, model and classes. */
  readonly settings: unknown;
}

/** A method of a gallery: the rows are plain and smoothed. */
export interface Column {
  readonly title: string;
  readonly plain: MapJob | undefined;
  readonly smoothed: MapJob | undefined;
}

/**
 * The grid of methods that the flags name. What is a smoothed method by another name (SmoothGrad) is the second row of its method.
 *
 * @param baseline the tensor of `--baseline FILE`
 * @throws RangeError options that exclude each other; UsageError a method without any map
 */
export async function createColumns(flags: GalleryFlags, baseline?: Baseline): Promise<Column[]> {
  const plainNames = new Set(flags.method.filter((name) => methods[name]!.smooths === undefined));
  const smoothedNames = new Set(flags.method.flatMap((name) => methods[name]!.smooths ?? (flags.smooth ? [name] : [])));
  const names = new Set(flags.method.map((name) => methods[name]!.smooths ?? name));
  const counts = countsOf(flags, names);
  return Promise.all(
    Array.from(names, async (name) => {
      const samples = counts.get(name) ?? flags.samples;
      const settings = { ...methodSettings(flags), baseline, samples, smooth: false };
      const wanted = { isPlain: plainNames.has(name), isSmoothed: smoothedNames.has(name) && samples > 0 };
      if (!wanted.isPlain && !wanted.isSmoothed) {
        throw new UsageError(
          `${name} is neither plain nor smoothed: leave out --samples-of ${name}=0, or name it in --method`,
        );
      }
      return columnOf(name, settings, flags, wanted);
    }),
  );
}

/** n of single methods: that of SmoothGrad is that of the gradient. */
function countsOf({ samplesOf, precision }: GalleryFlags, names: ReadonlySet<string>): ReadonlyMap<string, number> {
  const counts = Object.entries(samplesOf).map(([name, count]): [string, number] => {
    const plain = methods[name]!.smooths ?? name;
    if (!names.has(plain)) throw new UsageError(`--samples-of ${name}=${count}: --method does not name it`);
    if (count > 0 && precision !== undefined)
      throw new UsageError(`--precision says how many samples there are: leave out --samples-of ${name}=${count}`);
    return [plain, count];
  });
  return new Map(counts);
}

async function columnOf(
  name: string,
  settings: MethodSettings,
  flags: GalleryFlags,
  { isPlain, isSmoothed }: { readonly isPlain: boolean; readonly isSmoothed: boolean },
): Promise<Column> {
  const { title } = methods[name]!;
  const { method, read } = await createRecorded(name, withShares(settings, true));
  const parameters = Object.fromEntries(
    await Promise.all(read.map(async (key) => [key, await settingText(settings, flags, key)] as const)),
  );
  const common = { settings: { method: name, parameters } };
  const alias = Object.entries(methods).find(([, { smooths }]) => smooths === name);
  return {
    title,
    plain: isPlain ? { ...common, id: name, title, isSmoothed: false, method, samples: 1 } : undefined,
    smoothed: isSmoothed
      ? {
          ...common,
          id: alias?.[0] ?? `smooth-${name}`,
          title: alias?.[1].title ?? `${title}, smoothed`,
          isSmoothed: true,
          method: await createMethod(name, { ...withShares(settings, hasMean(settings)), smooth: true }),
          samples: settings.precision === undefined ? settings.samples : (settings.maxSamples ?? settings.samples),
          settings: { ...common.settings, smoothing: smoothingOf(settings) },
        }
      : undefined,
  };
}

/** Integrated gradients come as the averaged gradient, their factor beside it: one is the map, the other the map × image. */
const withShares = (settings: MethodSettings, isSo: boolean): MethodSettings => ({
  ...settings,
  multiplyByInputs: false,
  withShares: isSo,
});

/** Beside other statistics there are no shares. */
const hasMean = ({ aggregation }: MethodSettings) => aggregation === undefined || aggregation === 'mean';

function smoothingOf({ samples, noise, seed, aggregation, sampling, precision, maxSamples }: MethodSettings) {
  return precision === undefined
    ? { samples, noise, seed, aggregation, sampling }
    : { precision, maxSamples, noise, seed, aggregation, sampling };
}

/** A method, and which settings were looked at when it was made: these have a say in its map, and no others. */
async function createRecorded(name: string, settings: MethodSettings) {
  const read = new Set<string>();
  const recorder = new Proxy(settings, {
    get(target, key, receiver) {
      read.add(String(key));
      return Reflect.get(target, key, receiver);
    },
  });
  const method = await createMethod(name, recorder);
  // How it is wrapped is said elsewhere.
  read.delete('smooth');
  return { method, read: [...read].sort() };
}

async function settingText(settings: MethodSettings, flags: GalleryFlags, key: string): Promise<unknown> {
  const value = settings[key as keyof MethodSettings];
  if (value instanceof Float32Array) return digest(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
  if (key === 'patches') {
    const { patches: folder } = flags;
    return folder === undefined ? 'bundled' : { folder, photos: digest(await photoStamps(folder)) };
  }
  return key === 'baseline' ? (value ?? flags.baseline) : value;
}
