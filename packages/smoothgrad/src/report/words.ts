import type { Attribution, Prediction } from '@smoothgrad/attribution';
import type { ValueInfo } from '@smoothgrad/onnx';
import { printable } from '../errors.ts';

/** `38.8 %`; small ones keep a digit that is not 0. */
export function percent(share: number): string {
  const value = 100 * share;
  if (value === 0 || value >= 0.05) return `${value.toFixed(value >= 99.95 || value === 0 ? 0 : 1)} %`;
  return '< 0.1 %';
}

/** The label of a class, or `class 281` where the model has none. */
export function nameOf({ index, label }: Pick<Prediction, 'index' | 'label'>): string {
  return label === null ? `class ${index}` : printable(label);
}

/** `noise 15 %`. */
export function describeNoise({ noise }: Pick<Attribution, 'noise'>): string {
  if (noise === undefined) return 'no noise';
  if (noise.level !== null) return `noise ${Number((100 * noise.level).toPrecision(4))} %`;
  return noise.sigma === null ? 'noise as supplied' : `noise σ = ${Number(noise.sigma.toPrecision(4))}`;
}

/** `smoothgrad, n = 50, noise 15 %`; plain methods have neither. */
export function describeMethod(attribution: Pick<Attribution, 'method' | 'samples' | 'noise' | 'smoothing'>): string {
  const { method, samples, noise, smoothing } = attribution;
  if (noise === undefined) return method;
  const sampling = smoothing === undefined || smoothing.sampling === 'iid' ? '' : `, ${smoothing.sampling} sampling`;
  return `${method}, n = ${samples}, ${describeNoise(attribution)}${sampling}`;
}

/** Why adaptive sampling ended; undefined where the number of samples was given. */
export function describeStop({ smoothing, samples }: Pick<Attribution, 'smoothing' | 'samples'>): string | undefined {
  if (smoothing?.precision === undefined) return undefined;
  return smoothing.stopped === 'precision'
    ? `below the precision of ${smoothing.precision} asked for after ${samples} samples`
    : `the precision of ${smoothing.precision} asked for was not reached within ${samples} samples (--max-samples)`;
}

/** Facts of a method: `rectifiers: 35`. */
export function describeFacts({ facts }: Pick<Attribution, 'facts'>): string[] {
  return Object.entries(facts).map(([name, value]) => `${spaced(name)}: ${factText(value)}`);
}

/** `relativeGap` as `relative gap`. */
const spaced = (name: string) => name.replace(/(?<=.)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function factText(value: unknown): string {
  if (typeof value === 'number') return String(Number.isInteger(value) ? value : Number(value.toPrecision(3)));
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The relative standard error in words. */
export function describeError(relativeStandardError: number | null): string {
  return `relative standard error ${relativeStandardError?.toFixed(2) ?? 'not resolved'}`;
}

/** What the gradient of a quantised model is. */
export const STRAIGHT_THROUGH = 'a straight-through estimate: rounding counts as the identity';

/** `1 node`, `3,504,872 parameters`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** `601 MFLOPs`. */
export function flops(number: number): string {
  return number < 1e9 ? `${shown(number / 1e6)} MFLOPs` : `${shown(number / 1e9)} GFLOPs`;
}

const shown = (number: number) => String(Number(number.toPrecision(3)));

/** `9.3 MB`. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} bytes`;
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

/** `input float32 [1,3,224,224]`. */
export function valueLine({ name, type }: ValueInfo): string {
  const shape = type?.shape?.map((dimension) => dimension ?? '?').join(',') ?? '?';
  return type === undefined ? printable(name) : `${printable(name)} ${type.elementType} [${shape}]`;
}
