import { methodNames } from '@smoothgrad/attribution/catalogue';
import { arrangements, defaults, type Settings, views } from './settings.ts';

/** The names settings have in the address. */
const choices: { readonly [K in keyof Settings]?: readonly string[] } = {
  method: methodNames,
  aggregation: ['mean', 'squared', 'variance', 'absolute'],
  sampling: ['iid', 'antithetic', 'centered'],
  sign: ['absolute', 'signed', 'positive'],
  reduction: ['sum', 'max', 'mean', 'l2', 'signed-mean'],
  colormap: ['', 'grey', 'viridis', 'inferno', 'blue-grey-red'],
  layout: arrangements,
  scale: ['each', 'shared'],
  view: views,
  backend: ['auto', 'webgpu', 'wasm'],
};

const ranges: { readonly [K in keyof Settings]?: readonly [least: number, most: number, whole: boolean] } = {
  samples: [1, 100_000, true],
  noise: [0, 2, false],
  seed: [0, Number.MAX_SAFE_INTEGER, true],
  percentile: [0, 100, false],
  opacity: [0, 1, false],
};

/** The settings that differ from the defaults, as the part of an address behind `#`. */
export function addressOf(settings: Settings): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(settings) as [keyof Settings, Settings[keyof Settings]][]) {
    if (String(value) !== String(defaults[name])) parts.set(name, String(value));
  }
  return parts.toString().replaceAll('%2C', ',');
}

/** The address of this page with these settings. */
export function linkOf(settings: Settings): string {
  const address = addressOf(settings);
  const { origin, pathname, search } = location;
  return `${origin}${pathname}${search}${address === '' ? '' : `#${address}`}`;
}

/** Settings from an address. What is unknown or out of range there is left at its default. */
export function settingsOf(address: string): Settings {
  const parts = new URLSearchParams(address.replace(/^#/, ''));
  const found: Record<string, unknown> = { ...defaults };
  for (const [name, text] of parts) {
    const value = parsed(name as keyof Settings, text);
    if (value !== undefined) found[name] = value;
  }
  return found as unknown as Settings;
}

function parsed(name: keyof Settings, text: string): unknown {
  if (!Object.hasOwn(defaults, name)) return undefined;
  if (name === 'targets') return targetsOf(text);
  if (typeof defaults[name] === 'boolean') return text === 'true';
  const allowed = choices[name];
  if (allowed) return allowed.includes(text) ? text : undefined;
  const [least, most, whole] = ranges[name]!;
  const number = Number(text);
  const fits = text !== '' && number >= least && number <= most && (!whole || Number.isSafeInteger(number));
  return fits ? number : undefined;
}

function targetsOf(text: string): readonly number[] | undefined {
  const targets = text.split(',').map(Number);
  const fit = targets.length <= 2 && targets.every((index) => Number.isSafeInteger(index) && index >= 0);
  return fit && new Set(targets).size === targets.length ? targets : undefined;
}
