import type { WriteStream } from 'node:tty';
import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../progress.ts';
import { describeError } from '../report/words.ts';

const titleWidth = 24;
const mostBarWidth = 30;
/** Between two looks at a result that is being refined: each goes over the whole map. */
const millisecondsBetween = 100;

/** Progress as a live line: bar, samples, relative standard error, time left. */
export function barProgress(stream: WriteStream): Progress {
  let bar: SingleBar | undefined;
  let started = 0;
  let total = 0;
  let shown = 0;
  const clear = () => stream.write('\r\x1b[K');
  const stop = () => {
    bar?.stop();
    bar = undefined;
    clear();
  };
  return {
    phase(text) {
      clear();
      stream.write(`${text} …`);
    },
    start(title, newTotal) {
      stop();
      started = performance.now();
      total = newTotal;
      shown = 0;
      bar = new SingleBar(
        {
          stream,
          format: '{title} {bar} {value}/{total}  {error}  {left}',
          barsize: barWidth(stream.columns, shortened(title), total),
          clearOnComplete: true,
        },
        Presets.shades_classic,
      );
      bar.start(total, 0, { title: shortened(title), error: '', left: '' });
    },
    update(partial) {
      const now = performance.now();
      if (now - shown < millisecondsBetween) return;
      shown = now;
      const { samples } = partial;
      const left = ((now - started) / samples) * (total - samples);
      const error = partial.counts === 'samples' ? describeError(partial.relativeStandardError) : '';
      bar?.update(samples, { error, left: `${describeTime(left)} left` });
    },
    stop,
  };
}

/** What the words on the line leave free. */
function barWidth(columns: number, title: string, total: number): number {
  const words = title.length + 2 * String(total).length + '  relative standard error 1.00  10 s left'.length + 4;
  return Math.max(4, Math.min(mostBarWidth, columns - words));
}

function shortened(title: string): string {
  return title.length <= titleWidth ? title : `…${title.slice(1 - titleWidth)}`;
}

function describeTime(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
