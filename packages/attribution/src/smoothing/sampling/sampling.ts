/** Fills a buffer with the standard normal numbers of draw k: what every design is made of. */
export type Draw = (buffer: Float32Array, k: number) => void;

/** Which noise the samples of a mean get. A value: `iid`, `antithetic`. */
export interface Sampling {
  readonly name: string;
  /** So many samples in a row are one independent estimate: the standard error is that of the means of such groups. */
  readonly group: number;
  /** The number of samples must be known before the first one. */
  readonly needsTotal?: true | undefined;
  /** The samples are not independent in the way the standard error takes them to be: it is an upper bound. */
  readonly errorIsBound?: true | undefined;
  /** The fewest samples it makes sense for. */
  readonly least?: number | undefined;
  /** @param length of the noise @param total of the samples */
  start(draw: Draw, length: number, total: number): Draw;
}
