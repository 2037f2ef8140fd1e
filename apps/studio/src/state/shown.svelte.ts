import { methods } from '@smoothgrad/attribution/catalogue';
import type { Visual } from '../draw/drawnValues.ts';
import type { MapScene } from '../draw/scene.ts';
import { shortName } from '../words.ts';
import { explanation } from './explanation.svelte.ts';
import { session } from './session.svelte.ts';
import { settings } from './settings.svelte.ts';

const ways = { pair: 'map', map: 'map', slider: 'map', overlay: 'overlay', mask: 'mask' } as const;

const attributions = $derived(explanation.update?.attributions ?? []);

/** The settings that pictures depend on, as plain values. */
const visual = $derived<Visual>({
  sign: settings.sign,
  reduction: settings.reduction,
  percentile: settings.percentile,
  timesImage: settings.timesImage,
  colormap: settings.colormap,
});

const scene = $derived.by<MapScene | undefined>(() => {
  const { photo } = session;
  if (photo === undefined || attributions.length === 0) return undefined;
  return { attributions, photo, visual, as: ways[settings.layout], opacity: settings.opacity };
});

/** `tiger cat`, `tiger cat against espresso`. */
const title = $derived(attributions.map(({ target }) => shortName(target)).join(' against '));

/** `SmoothGrad, n = 50, noise 15 %`. */
const detail = $derived.by(() => {
  const [first] = attributions;
  if (first === undefined) return '';
  const name = methods[settings.method]?.title ?? settings.method;
  const { noise, samples, smoothing } = first;
  if (noise === undefined) return name;
  const smoothed = settings.method === 'smoothgrad' ? name : `${name}, smoothed`;
  const statistic = smoothing === undefined || smoothing.aggregation === 'mean' ? '' : ` (${smoothing.aggregation})`;
  return `${smoothed}${statistic}, n = ${samples}, noise ${Number((100 * (noise.level ?? 0)).toPrecision(4))} %`;
});

/** The map that is explained now, and what it is. */
export const shown = {
  get scene() {
    return scene;
  },
  get visual() {
    return visual;
  },
  get title() {
    return title;
  },
  get detail() {
    return detail;
  },
  get label() {
    return `Sensitivity map of ${title}: ${detail}`;
  },
};
