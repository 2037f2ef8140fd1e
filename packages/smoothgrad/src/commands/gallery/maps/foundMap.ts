import { type Attribution, decodeNpz, encodeNpz, type NpyInput } from '@smoothgrad/attribution';
import type { TensorSpec } from '@smoothgrad/image';
import { toChannelsFirst } from '@smoothgrad/image';
import type { DrawnMapSource } from '@smoothgrad/render';
import type { MapRecord } from '../site/record.ts';

/** The numbers of one map, as they are computed or read back. */
export interface FoundMap extends DrawnMapSource {
  /** Integrated gradients with their own factor, [C,H,W]: what stands for × image. */
  readonly shares: Float32Array | undefined;
  /** It is drawn without its own factor, and takes no other: × image are the shares, or there is none. */
  readonly hasOwnFactor: boolean;
}

export function foundMap({ map, shape, unit, arrays, facts }: Attribution, spec: TensorSpec): FoundMap {
  const { shares } = arrays;
  return {
    map,
    shape,
    unit,
    shares: shares && toChannelsFirst(shares.data, spec),
    hasOwnFactor: leavesFactor(facts),
  };
}

/** What integrated gradients say of themselves. */
const leavesFactor = (facts: Readonly<Record<string, unknown>>) => facts.multiplyByInputs === false;

/** The `.npz` of a map: what `explain --save` writes, but for the photo's tensor. */
export function npzOf(
  { map, shape, shares }: FoundMap,
  { arrays: { shares: _, ...others }, standardError }: Attribution,
  withError: boolean,
): Uint8Array {
  const arrays: Record<string, NpyInput> = { ...others, map: { shape, data: map } };
  if (shares !== undefined) arrays.shares = { shape, data: shares };
  if (withError && standardError !== undefined) arrays.standard_error = { shape, data: standardError };
  return encodeNpz(arrays);
}

/** A map from its `.npz`. @throws Error it is damaged */
export function readFoundMap(
  bytes: Uint8Array,
  { shape, unit, classes }: Pick<MapRecord, 'shape' | 'unit' | 'classes'>,
): FoundMap {
  const { map, shares } = decodeNpz(bytes);
  if (map?.dtype !== 'float32') throw new Error('it holds no map');
  return {
    map: map.data,
    shape,
    unit,
    shares: shares?.dtype === 'float32' ? shares.data : undefined,
    hasOwnFactor: classes.some(({ facts }) => leavesFactor(facts)),
  };
}
