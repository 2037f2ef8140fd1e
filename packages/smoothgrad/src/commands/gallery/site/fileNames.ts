import type { MapRecord } from './record.ts';

/** What of a map a picture shows: one class, or the difference of both. */
export type Form = { readonly class: number; readonly timesImage: boolean } | 'difference';

/** The end of a picture's name: `-0`, `-1x`, `-d`. */
export function suffixOf(form: Form): string {
  return form === 'difference' ? 'd' : `${form.class}${form.timesImage ? 'x' : ''}`;
}

export const photoTile = (key: string) => `photo-${key}.webp`;

/** What lies on the page. */
export const tileName = ({ id, drawn }: Pick<MapRecord, 'id' | 'drawn'>, form: Form) =>
  `${id}-${drawn}-${suffixOf(form)}.webp`;

/** The same without loss and with its provenance inside. */
export const pngName = ({ id, drawn }: Pick<MapRecord, 'id' | 'drawn'>, form: Form) =>
  `${id}-${drawn}-${suffixOf(form)}.png`;

export const npzName = ({ id, key }: Pick<MapRecord, 'id' | 'key'>, index: number) => `${id}-${key}-${index}.npz`;

/** Every form that a map is drawn in. */
export function formsOf({ classes, isMultiplied }: Pick<MapRecord, 'classes' | 'isMultiplied'>): Form[] {
  const each = classes.flatMap((_, k): Form[] => [
    { class: k, timesImage: false },
    ...(isMultiplied ? [{ class: k, timesImage: true }] : []),
  ]);
  return classes.length === 2 ? [...each, 'difference'] : each;
}
