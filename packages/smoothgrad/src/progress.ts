import type { WriteStream } from 'node:tty';
import type { Progress as Partial } from '@smoothgrad/attribution';
import { onInterrupt } from './interrupt.ts';
import { describeError } from './report/words.ts';

/** What is shown of a running result. */
export interface ProgressPart extends Pick<Partial, 'samples' | 'relativeStandardError'> {
  readonly counts: Partial['counts'] | 'copies';
}

/** Shows how far a computation is. One at a time; `stop` before anything else is written. */
export interface Progress {
  /** Something short that has no steps. */
  phase(text: string): void;
  start(title: string, total: number): void;
  /** Its error is only looked at where something is shown. */
  update(partial: ProgressPart): void;
  /** Takes the line away. */
  stop(): void;
}

/** A live bar on a terminal, a line at each quarter elsewhere, nothing where it shall be quiet. */
export async function createProgress(stream: WriteStream, quiet: boolean): Promise<Progress> {
  if (quiet) return silent;
  if (!stream.isTTY) return sparseLines(stream);
  const { barProgress } = await import('./terminal/barProgress.ts');
  const bar = barProgress(stream);
  onInterrupt(bar.stop);
  return bar;
}

const silent: Progress = { phase: () => {}, start: () => {}, update: () => {}, stop: () => {} };

function sparseLines(stream: NodeJS.WritableStream): Progress {
  let title = '';
  let total = 0;
  let quarter = 0;
  return {
    phase: () => {},
    start(newTitle, newTotal) {
      title = newTitle;
      total = newTotal;
      quarter = 0;
    },
    update(partial) {
      const { samples } = partial;
      const reached = Math.floor((4 * samples) / total);
      // A single pass has nothing to follow.
      if (reached === quarter || total === 1) return;
      quarter = reached;
      const error = partial.counts === 'samples' ? `, ${describeError(partial.relativeStandardError)}` : '';
      stream.write(`${title}: ${samples} of ${total} ${partial.counts}${error}\n`);
    },
    stop: () => {},
  };
}
