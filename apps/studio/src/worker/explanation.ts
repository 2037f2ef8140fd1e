import { type Attribution, type Classifier, type Method, type Progress, refineAll } from '@smoothgrad/attribution';
import type { PreparedPhoto } from '@smoothgrad/image';
import type { Update } from '../protocol.ts';

/** Between two looks at the map while it is computed, in milliseconds. */
const INTERVAL = 120;

export interface ExplanationRequest {
  readonly classifier: Classifier;
  readonly photo: PreparedPhoto;
  readonly logits: Float32Array;
  readonly labels: readonly string[] | undefined;
  readonly targets: readonly number[];
  readonly method: Method;
  /** How many samples are wanted at first; undefined: as many passes as the method makes. */
  readonly goal: number | undefined;
}

/** A computation that can wait, and go on where it was. */
export interface Explanation {
  pause(): void;
  resume(): void;
  /** More samples (or fewer, not below those that are there), added to the same sums. */
  setGoal(samples: number): void;
  stop(): void;
  /** When it was stopped, or failed. */
  readonly ended: Promise<void>;
}

/**
 * Computes until the goal and then waits: sample k depends on the seed and k alone, so that going on later gives the very map that
 * more samples at first would have given. Nothing is lost by a pause, since the sums stay where they are.
 */
export function startExplanation(request: ExplanationRequest, listen: (update: Update) => void): Explanation {
  const controller = new AbortController();
  let { goal } = request;
  let isPaused = false;
  let wake = () => {};
  const change = (set: () => void) => () => {
    set();
    wake();
  };

  async function run(): Promise<void> {
    const { classifier, photo, logits, labels, targets, method } = request;
    const results = refineAll(classifier, photo, { method, targets, logits, labels, signal: controller.signal });
    let [seconds, told, last] = [0, 0, undefined as Progress | undefined];
    for (;;) {
      const asked = performance.now();
      const { value, done } = await results.next();
      seconds += (performance.now() - asked) / 1000;
      // The very last result was told as it came.
      if (done || controller.signal.aborted) return;
      last = value;
      const isComplete = () => last!.samples >= (goal ?? last!.total);
      const tell = () =>
        listen(updateOf(last!, goal, seconds, isComplete() ? 'done' : isPaused ? 'paused' : 'running'));
      const now = performance.now();
      if (now - told > INTERVAL || isComplete() || isPaused) {
        tell();
        told = performance.now();
      }
      while ((isPaused || isComplete()) && !controller.signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (!controller.signal.aborted) tell();
      }
    }
  }

  return {
    pause: change(() => {
      isPaused = true;
    }),
    resume: change(() => {
      isPaused = false;
    }),
    setGoal: (samples) =>
      change(() => {
        goal = samples;
      })(),
    stop: change(() => controller.abort()),
    ended: run(),
  };
}

function updateOf(progress: Progress, goal: number | undefined, seconds: number, state: Update['state']): Update {
  // Pairs are whole.
  const total = Math.max(goal ?? progress.total, progress.samples);
  return {
    attributions: progress.attributions().map((each) => asIfAskedFor(each, total, seconds, state)),
    counts: progress.counts,
    samples: progress.samples,
    total,
    relativeStandardError: progress.relativeStandardError,
    seconds,
    state,
  };
}

/** The run itself has no end; what it gave so far is the result of exactly that many samples. */
function asIfAskedFor(attribution: Attribution, total: number, seconds: number, state: Update['state']): Attribution {
  const { smoothing, samples } = attribution;
  return {
    ...attribution,
    seconds,
    total: state === 'done' ? samples : total,
    smoothing: smoothing && { ...smoothing, stopped: state === 'done' ? 'samples' : undefined },
  };
}
