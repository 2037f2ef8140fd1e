import type { Attribution } from '@smoothgrad/attribution';
import type { PhotoReport } from '../protocol.ts';

export const MOST_KEPT = 6;

/** A map that was put aside, to look at it beside others. */
export interface KeptMap {
  readonly id: number;
  readonly title: string;
  readonly detail: string;
  readonly attributions: readonly Attribution[];
  readonly photo: PhotoReport;
}

let kept = $state.raw<readonly KeptMap[]>([]);
let nextId = 1;

export const comparison = {
  get maps() {
    return kept;
  },
  get isFull() {
    return kept.length >= MOST_KEPT;
  },
  keep(map: Omit<KeptMap, 'id'>) {
    if (kept.length < MOST_KEPT) kept = [...kept, { ...map, id: nextId++ }];
  },
  drop(id: number) {
    kept = kept.filter((map) => map.id !== id);
  },
};
