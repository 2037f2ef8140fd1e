import { proxy } from 'comlink';
import type { Attribution, PhotoReport, StripQuestion, StripUpdate } from '../protocol.ts';
import { session, tell } from './session.svelte.ts';
import { settings } from './settings.svelte.ts';
import { worker } from './worker.ts';

/** The paper's columns. */
export const noiseLevels = [0, 0.05, 0.1, 0.2, 0.3, 0.5] as const;
export const sampleSizes = [1, 5, 10, 20, 50, 100] as const;
export type StripKind = StripQuestion['kind'];

let maps = $state.raw<readonly (Attribution | undefined)[]>([]);
/** What `maps` are about: for a moment it may be another strip, or the photo before. */
let about = $state.raw<{ readonly kind: StripKind; readonly photo: PhotoReport | undefined } | undefined>();
let isRunning = $state(false);
let asked = '';
let turn = 0;

/** Figure 3 or 4, being computed. */
export const strip = {
  get maps() {
    return about?.kind === settings.view && about.photo === session.photo ? maps : [];
  },
  get isRunning() {
    return isRunning;
  },
};

/** Call once, where effects may be: computes the strip that is looked at. */
export function followStrip(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  $effect(() => {
    const { view } = settings;
    const question = view === 'noise-levels' || view === 'sample-sizes' ? questionOf(view) : undefined;
    clearTimeout(timer);
    timer = setTimeout(() => follow(question), 150);
  });
}

function questionOf(kind: StripKind): StripQuestion | undefined {
  if (session.photo === undefined) return undefined;
  return {
    kind,
    target: settings.targets[0] ?? session.photo.predictions[0]!.index,
    seed: settings.seed,
    samples: kind === 'noise-levels' ? Math.min(settings.samples, 200) : 0,
    values: kind === 'noise-levels' ? noiseLevels : sampleSizes,
    noise: kind === 'noise-levels' ? 0 : settings.noise,
  };
}

/** The strip in view, for saving; undefined where none is, or nothing of it is there. */
export function stripMaps(): { maps: { title: string; attributions: Attribution[] }[]; heading: string } | undefined {
  const { view } = settings;
  if (view !== 'noise-levels' && view !== 'sample-sizes') return undefined;
  const values: readonly number[] = view === 'noise-levels' ? noiseLevels : sampleSizes;
  const titleOf = (value: number) => (view === 'noise-levels' ? `${Math.round(100 * value)} %` : `n = ${value}`);
  const found = strip.maps.flatMap((map, i) => (map ? [{ title: titleOf(values[i]!), attributions: [map] }] : []));
  const heading = view === 'noise-levels' ? 'SmoothGrad and the noise level' : 'SmoothGrad and the sample size';
  return found.length === 0 ? undefined : { maps: found, heading };
}

async function follow(question: StripQuestion | undefined): Promise<void> {
  if (question === undefined) {
    turn++;
    if (isRunning) asked = '';
    isRunning = false;
    await worker.stopStrip();
    return;
  }
  const wanted = JSON.stringify(question);
  const { photo } = session;
  if (wanted === asked && photo === about?.photo) return;
  asked = wanted;
  about = { kind: question.kind, photo };
  const own = ++turn;
  maps = question.values.map(() => undefined);
  isRunning = true;
  try {
    await worker.strip(
      question,
      proxy(({ index, attribution }: StripUpdate) => {
        if (own === turn) maps = maps.map((known, i) => (i === index ? attribution : known));
      }),
    );
  } catch (error) {
    if (own !== turn) return;
    asked = '';
    tell(error);
  } finally {
    if (own === turn) isRunning = false;
  }
}
