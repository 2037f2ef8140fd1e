/** A table of 256 colours. `sequential` maps run from zero to large; `diverging` ones have zero in the middle. */
export interface Colormap {
  readonly name: string;
  readonly kind: 'sequential' | 'diverging';
  /** 256 × (red, green, blue), 0..255. */
  readonly table: Uint8Array;
}

/** A sequential colour map from 256 colours written as six hexadecimal digits each. */
export function sequential(name: string, hex: string): Colormap {
  const table = Uint8Array.from({ length: 768 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
  return { name, kind: 'sequential', table };
}
