import type { Attribution } from '@smoothgrad/attribution';
import type { PhotoReport } from '../protocol.ts';
import { session } from './session.svelte.ts';
import { shown } from './shown.svelte.ts';

export const MOST_KEPT = 6;

/** A map that was put aside, to look at it beside others. */
export interface KeptMap {
  readonly id: number;
  readonly title: string;
  readonly detail: string;
  readonly attributions: readonly Attribution[];
  readonly photo: PhotoReport;
  /** The name of the model it is of. */
  readonly model: string;
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
  /** The map that is explained now. */
  keepShown() {
    const { scene, title, detail } = shown;
    if (scene === undefined || session.model === undefined || kept.length >= MOST_KEPT) return;
    const { attributions, photo } = scene;
    kept = [...kept, { id: nextId++, title, detail, attributions, photo, model: session.model.name }];
  },
  /** What else it is of than the photo and the model that are explained now, in words. */
  originOf({ photo, model }: KeptMap): string {
    const others = [
      photo.name === session.photo?.name ? '' : photo.name,
      model === session.model?.name ? '' : `by ${model}`,
    ];
    return others.filter(Boolean).join(' ');
  },
  drop(id: number) {
    kept = kept.filter((map) => map.id !== id);
  },
};
