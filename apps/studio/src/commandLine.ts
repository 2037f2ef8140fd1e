import type { Attribution } from '@smoothgrad/attribution';
import { defaults, reductionFor, type Settings } from './settings.ts';
import { isSmoothed } from './smoothed.ts';

/** What a command line needs to know beside the settings. */
export interface Reproduced {
  readonly photo: string;
  /** As `--model` wants it; undefined: the bundled one. */
  readonly model: string | undefined;
  readonly attributions: readonly Attribution[];
  readonly settings: Settings;
}

/** The command line that makes the very picture that is shown. With two classes: both maps, each by itself; only the page draws their difference. */
export function commandLine({ photo, model, attributions, settings }: Reproduced): string {
  const parts = ['npx smoothgrad explain', quoted(photo)];
  const add = (name: string, value?: string | number) =>
    parts.push(value === undefined ? `--${name}` : `--${name} ${typeof value === 'number' ? value : quoted(value)}`);
  if (model !== undefined) add('model', model);
  for (const { target } of attributions) add('target', target.index);
  if (settings.method !== 'smoothgrad') add('method', settings.method);
  if (settings.method !== 'smoothgrad' && settings.smooth) add('smooth');
  if (isSmoothed(settings)) addSmoothing(settings, attributions[0]!.samples, add);
  else if (settings.seed !== defaults.seed) add('seed', settings.seed);
  addPicture(settings, attributions.length === 2, add);
  return parts.join(' ');
}

type Add = (name: string, value?: string | number) => void;

/** All of it is named, also what is the default: a command line is a record. */
function addSmoothing({ noise, seed, aggregation, sampling }: Settings, samples: number, add: Add): void {
  add('samples', samples);
  add('noise', noise);
  add('seed', seed);
  if (aggregation !== defaults.aggregation) add('aggregation', aggregation);
  if (sampling !== defaults.sampling) add('sampling', sampling);
}

const layoutNames = { pair: 'pair', slider: 'pair', map: 'map', overlay: 'overlay', mask: 'mask' } as const;

function addPicture(settings: Settings, isCompared: boolean, add: Add): void {
  const { sign, reduction, percentile, timesImage, colormap, layout } = settings;
  if (sign !== 'absolute' && !isCompared) add(sign);
  const used = reductionFor(isCompared ? 'absolute' : sign, reduction);
  if (used !== defaults.reduction) add('reduce', used);
  if (percentile !== defaults.percentile) add('percentile', percentile);
  if (timesImage) add('times-image');
  if (colormap !== '' && !isCompared) add('colormap', colormap);
  if (layoutNames[layout] !== 'pair') add('layout', layoutNames[layout]);
}

/** For the shells of Linux and macOS. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
