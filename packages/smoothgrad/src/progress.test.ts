import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { createProgress } from './progress.ts';

function output(isTTY: boolean) {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY, columns: 100 });
  return { stream: stream as unknown as WriteStream, text: (): string => stream.read() ?? '' };
}

describe('progress', () => {
  it('is a few plain lines where nobody watches', async () => {
    const { stream, text } = output(false);
    const progress = await createProgress(stream, false);
    progress.phase('loading');
    progress.start('cat.jpg', 8);
    for (let samples = 1; samples <= 8; samples++)
      progress.update({ counts: 'samples', samples, relativeStandardError: samples < 3 ? null : 1 / samples });
    progress.stop();
    expect(text().trimEnd().split('\n')).toEqual([
      'cat.jpg: 2 of 8 samples, relative standard error not resolved',
      'cat.jpg: 4 of 8 samples, relative standard error 0.25',
      'cat.jpg: 6 of 8 samples, relative standard error 0.17',
      'cat.jpg: 8 of 8 samples, relative standard error 0.13',
    ]);
  });

  it('is a live line on a terminal, with samples, error and time left, and leaves nothing behind', async () => {
    const { stream, text } = output(true);
    const progress = await createProgress(stream, false);
    progress.start('cat.jpg', 50);
    progress.update({ counts: 'samples', samples: 1, relativeStandardError: null });
    await new Promise((resolve) => setTimeout(resolve, 250));
    progress.update({ counts: 'samples', samples: 10, relativeStandardError: 0.5 });
    await new Promise((resolve) => setTimeout(resolve, 150));
    progress.stop();
    const shown = text();
    expect(shown).toMatch(/cat\.jpg █+░+ 10\/50 {2}relative standard error 0\.50 {2}\d+ s left/);
    expect(shown.endsWith('\r\x1b[K')).toBe(true);
  });

  it('is nothing when quiet', async () => {
    const { stream, text } = output(true);
    const progress = await createProgress(stream, true);
    progress.start('cat.jpg', 2);
    progress.update({ counts: 'samples', samples: 2, relativeStandardError: 0.1 });
    progress.stop();
    expect(text()).toBe('');
  });
});
