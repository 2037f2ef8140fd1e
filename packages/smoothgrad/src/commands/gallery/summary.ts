import { join } from 'node:path';
import { printable } from '../../errors.ts';
import { bytes, count } from '../../report/words.ts';
import type { Failure } from './failure.ts';
import type { GalleryRun } from './maps/photoPlan.ts';
import { type Entry, shownFiles } from './site/entries.ts';
import type { Pruned } from './site/prune.ts';
import { recordPath } from './site/store.ts';

export interface Outcome {
  readonly failed: readonly Failure[];
  /** Kinds of maps that were made now, of all photos. */
  readonly computed: number;
  readonly pruned: Pruned;
  /** As `performance.now()` says it. */
  readonly started: number;
}

/** What a call did, as `--json` prints it. */
export async function summaryOf(
  run: GalleryRun,
  entries: readonly Entry[],
  { failed, computed, pruned, started }: Outcome,
) {
  const { store } = run;
  const ofPhotos = entries.flatMap((entry) => [
    ...shownFiles(run, entry),
    recordPath(entry.item.id),
    `photos/${entry.item.id}.html`,
  ]);
  const onDisk = await store.size([...ofPhotos, 'index.html', 'gallery.json', 'gallery.css', 'gallery.js']);
  return {
    output: join(store.folder, 'index.html'),
    photos: entries.length,
    maps: entries.reduce((sum, { maps }) => sum + maps.size, 0),
    computed,
    failed,
    seconds: (performance.now() - started) / 1000,
    bytes: onDisk,
    old: pruned,
    peakMemory: 1024 * process.resourceUsage().maxRSS,
  };
}

export function summaryText(summary: Awaited<ReturnType<typeof summaryOf>>): string {
  const { output, photos, maps, computed, failed, seconds, bytes: onDisk, old, peakMemory } = summary;
  const failures = failed.length === 0 ? '' : `, ${failed.length} not explained`;
  const lines = [
    `${printable(output)}: ${count(photos, 'photo')}${failures}; ${count(maps, 'kind of maps', 'kinds of maps')}, ${computed} of them made now`,
    `${describeSeconds(seconds)}, ${bytes(onDisk)} on disk, peak memory ${bytes(peakMemory)}`,
    ...(old.files === 0
      ? []
      : [
          old.isDeleted
            ? `${count(old.files, 'file')} of earlier calls deleted (${bytes(old.bytes)})`
            : `${count(old.files, 'file')} of earlier calls no longer shown (${bytes(old.bytes)}): --prune deletes them`,
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

function describeSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
