import { methods } from '@smoothgrad/attribution/catalogue';
import type { Visual } from '../draw/drawnValues.ts';
import type { MapScene } from '../draw/scene.ts';
import type { Settings } from '../settings.ts';
import { shortName } from '../words.ts';
import { explanation } from './explanation.svelte.ts';
import { session } from './session.svelte.ts';
import { settings } from './settings.svelte.ts';

const ways = { pair: 'map', map: 'map', slider: 'map', overlay: 'overlay', mask: 'mask' } as const;

const asked = $derived(explanation.answered);
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
  // For a moment the map may be one of the photo before.
  if (photo === undefined || photo !== explanation.photo || attributions.length === 0) return undefined;
  return { attributions, photo, visual, as: ways[settings.layout], opacity: settings.opacity };
});

/** `tiger cat`, `tiger cat against espresso`. */
const title = $derived(attributions.map(({ target }) => shortName(target)).join(' against '));

/** `SmoothGrad, n = 50, noise 15 %`. */
const detail = $derived.by(() => {
  const [first] = attributions;
  if (first === undefined || asked === undefined) return '';
  const { method } = asked;
  const name = methods[method]?.title ?? method;
  const { noise, samples, smoothing } = first;
  if (noise === undefined) return name;
  const smoothed = method === 'smoothgrad' ? name : `${name}, smoothed`;
  const statistic = smoothing === undefined || smoothing.aggregation === 'mean' ? '' : ` (${smoothing.aggregation})`;
  return `${smoothed}${statistic}, n = ${samples}, noise ${Number((100 * (noise.level ?? 0)).toPrecision(4))} %`;
});

/** The map that is explained now, and what it is. */
export const shown = {
  get scene() {
    return scene;
  },
  /** The settings it was made with: those of now may not be answered yet. */
  get settings(): Settings {
    if (asked === undefined) return settings;
    const { method, settings: how } = asked;
    const { smooth = false, samples, seed, aggregation = 'mean', sampling = 'iid' } = how;
    const noise = 'level' in how.noise ? (how.noise.level ?? settings.noise) : settings.noise;
    return { ...settings, method, smooth, samples, noise, seed, aggregation, sampling };
  },
  get methodTitle() {
    const name = asked?.method ?? settings.method;
    return methods[name]?.title ?? name;
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
