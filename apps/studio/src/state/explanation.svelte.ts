import { proxy } from 'comlink';
import type { PhotoReport, Question, Trouble, Update } from '../protocol.ts';
import { canGrow, isSmoothed } from '../smoothed.ts';
import { troubleInWords } from '../troubleInWords.ts';
import { session } from './session.svelte.ts';
import { settings } from './settings.svelte.ts';
import { worker } from './worker.ts';

/** While a slider moves, nothing is computed. */
const PATIENCE = 200;

let update = $state.raw<Update | undefined>();
let trouble = $state.raw<Trouble | undefined>();
let isPaused = $state(false);
let answered = $state.raw<Question | undefined>();
let explained = $state.raw<PhotoReport | undefined>();
let isStarting = $state(false);
/** The question that was asked last, without the number of samples, which can grow. */
let asked = '';
let turn = 0;

/** The map that is being computed. */
export const explanation = {
  get update() {
    return update;
  },
  /** Nothing came of the last question; the map that is shown is an older one. */
  get trouble() {
    return trouble;
  },
  /** What `update` answers: for a moment that may be the question before. */
  get answered() {
    return answered;
  },
  /** The photo that `update` is about. */
  get photo() {
    return explained;
  },
  /** The question has changed, and there is no sample of it yet. */
  get isStarting() {
    return isStarting;
  },
  get isPaused() {
    return isPaused;
  },
};

export const question = (): Question | undefined => {
  if (session.photo === undefined || session.model === undefined) return undefined;
  const { method, smooth, samples, noise, seed, aggregation, sampling, targets } = settings;
  const known = targets.filter((index) => index < session.photo!.logits.length);
  const top = session.photo.predictions[0]!.index;
  return {
    targets: known.length > 0 ? known : [top],
    method,
    settings: { smooth, samples, noise: { level: noise }, seed, aggregation, sampling },
  };
};

/** Call once, where effects may be: asks again whenever the question changes. */
export function followQuestion(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let known: PhotoReport | undefined;
  $effect(() => {
    const current = question();
    const { photo } = session;
    clearTimeout(timer);
    if (current === undefined) {
      update = undefined;
      known = undefined;
      asked = '';
      return;
    }
    const isNewPhoto = photo !== known;
    timer = setTimeout(
      () => {
        known = photo;
        ask(current, isNewPhoto);
      },
      isNewPhoto ? 0 : PATIENCE,
    );
  });
}

function ask(current: Question, isNewPhoto: boolean): void {
  const known = fingerprint(current);
  const { samples } = current.settings;
  // Of a question that has no sample yet there is nothing to go on with.
  const isAnswered = update !== undefined && answered !== undefined && fingerprint(answered) === known;
  const isSame = !isNewPhoto && known === asked && trouble === undefined && isAnswered;
  if (isSame && canGrow(settings) && samples >= update!.samples) {
    worker.setGoal(samples);
    return;
  }
  if (isSame && !isSmoothed(settings)) return;
  asked = known;
  if (isNewPhoto) update = undefined;
  start(current);
}

async function start(current: Question): Promise<void> {
  const own = ++turn;
  const { photo } = session;
  trouble = undefined;
  isPaused = false;
  isStarting = true;
  try {
    await worker.explain(
      current,
      proxy((latest: Update) => {
        if (own !== turn) return;
        update = latest;
        answered = current;
        explained = photo;
        isStarting = false;
      }),
    );
  } catch (error) {
    if (own !== turn) return;
    trouble = troubleInWords(error);
    isStarting = false;
  }
}

export function pause(): void {
  isPaused = true;
  worker.pause();
}

export function resume(): void {
  isPaused = false;
  worker.resume();
}

/** Adds to the samples that are there. */
export function more(samples: number): void {
  settings.samples += samples;
  if (isPaused) resume();
}

/** Computes the same again, after a failure. */
export function again(): void {
  const current = question();
  if (current !== undefined) start(current);
}

function fingerprint({ targets, method, settings: { samples, ...others } }: Question): string {
  return JSON.stringify([targets, method, others, canGrow(settings) || !isSmoothed(settings) ? 0 : samples]);
}

/** What was wrong with the last question has been read. */
export function dismiss(): void {
  trouble = undefined;
}
