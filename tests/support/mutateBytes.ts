import type { Dice } from './mutateDice.ts';

/** Damage done to a file without knowing what is in it. */
export const byteMutations: Readonly<Record<string, (bytes: Uint8Array, dice: Dice) => Uint8Array>> = {
  'bits flipped': (bytes, dice) => changed(bytes, dice, (value) => value ^ (1 << dice.below(8))),
  'bytes overwritten': (bytes, dice) => changed(bytes, dice, () => dice.below(256)),
  'bits flipped near the start': (bytes, dice) => {
    const damaged = bytes.slice();
    for (let k = dice.below(4); k >= 0; k--) damaged[dice.below(Math.min(400, bytes.length))]! ^= 1 << dice.below(8);
    return damaged;
  },
  truncated: (bytes, dice) => bytes.slice(0, 1 + dice.below(bytes.length - 1)),
  'bytes inserted': (bytes, dice) => {
    const at = dice.below(bytes.length);
    const more = Uint8Array.from({ length: 1 + dice.below(20) }, () => dice.below(256));
    return joined(bytes.subarray(0, at), more, bytes.subarray(at));
  },
  'bytes cut out': (bytes, dice) => {
    const at = dice.below(bytes.length);
    return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + dice.below(40)));
  },
  'a part twice': (bytes, dice) => {
    const at = dice.below(bytes.length);
    return joined(bytes.subarray(0, at), bytes.subarray(dice.below(at + 1)));
  },
  'the file twice': (bytes) => joined(bytes, bytes),
  'blanked out': (bytes, dice) => {
    const at = dice.below(bytes.length);
    return bytes.slice().fill(dice.pick([0, 255, 127]), at, at + 1 + dice.below(30));
  },
};

function changed(bytes: Uint8Array, dice: Dice, change: (value: number) => number): Uint8Array {
  const damaged = bytes.slice();
  for (let k = dice.below(8); k >= 0; k--) {
    const at = dice.below(bytes.length);
    damaged[at] = change(damaged[at]!);
  }
  return damaged;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
