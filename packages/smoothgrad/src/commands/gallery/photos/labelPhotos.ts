import { AmbiguousLabelError, resolveTarget } from '@smoothgrad/attribution';
import { messageOf, UsageError } from '../../../errors.ts';
import type { PhotoFile } from './findPhotos.ts';
import type { PhotoRow } from './photoRows.ts';

/** What is known of a photo beforehand. */
export interface PhotoTruth {
  /** Class index. */
  readonly label: number | undefined;
  readonly metrics: PhotoRow['metrics'];
}

/** What labels are looked up in. */
export interface Classes {
  readonly labels: readonly string[] | undefined;
  readonly classes: number;
}

/**
 * The row of each photo, its label as a class. A row means a photo by its path, or the end of it; by its name without the extension; or
 * by the number in it (1 for 001.png).
 *
 * @param file where the rows come from, for messages
 * @returns one for each photo; undefined where there is no row
 * @throws UsageError no row fits any photo, one fits several, or a label names no class or several
 */
export function labelPhotos(
  photos: readonly PhotoFile[],
  rows: readonly PhotoRow[],
  classes: Classes,
  file: string,
): (PhotoTruth | undefined)[] {
  const index = indexOf(rows);
  const found = photos.map((photo) => rowOf(photo, index, file));
  if (found.every((row) => row === undefined)) {
    throw new UsageError(
      `no row of ${file} means a photo: it has ${rows[0]!.photo}, the first photo is ${photos[0]!.name}`,
    );
  }
  checkOnce(photos, found, file);
  return found.map((row, i) => {
    if (row === undefined) return undefined;
    return { label: classOf(row, photos[i]!, classes, file), metrics: row.metrics };
  });
}

const stemOf = (name: string) => name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
const tidy = (path: string) =>
  path
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '');
const numberOf = (text: string) => (/^\d+$/.test(text) ? String(Number(text)) : undefined);

/** Rows by the name or number of the photo they mean. */
function indexOf(rows: readonly PhotoRow[]): ReadonlyMap<string, PhotoRow[]> {
  const index = new Map<string, PhotoRow[]>();
  for (const row of rows) {
    const stem = stemOf(tidy(row.photo));
    for (const key of new Set([stem, tidy(row.photo), numberOf(stem)])) {
      if (key !== undefined) index.set(key, [...(index.get(key) ?? []), row]);
    }
  }
  return index;
}

function rowOf(photo: PhotoFile, index: ReadonlyMap<string, PhotoRow[]>, file: string): PhotoRow | undefined {
  const name = tidy(photo.name);
  const path = tidy(photo.path);
  const stem = stemOf(name);
  const like = [...(index.get(stem) ?? []), ...(index.get(numberOf(stem) ?? '') ?? [])];
  const tiers: ((row: string) => boolean)[] = [
    (row) => row === name || row === path,
    (row) => name.endsWith(`/${row}`) || row.endsWith(`/${name}`) || path.endsWith(`/${row}`),
    (row) => row === stem,
    (row) => numberOf(row) !== undefined && numberOf(row) === numberOf(stem),
  ];
  for (const fits of tiers) {
    const matches = [...new Set(like.filter((row) => fits(tidy(row.photo))))];
    if (matches.length > 1) throw new UsageError(`${file} has ${matches.length} rows for ${photo.name}: leave one`);
    if (matches.length === 1) return matches[0];
  }
  return undefined;
}

function checkOnce(photos: readonly PhotoFile[], found: readonly (PhotoRow | undefined)[], file: string): void {
  const owners = new Map<PhotoRow, PhotoFile>();
  for (const [i, row] of found.entries()) {
    if (row === undefined) continue;
    const other = owners.get(row);
    if (other !== undefined) {
      throw new UsageError(
        `${row.photo} in ${file} can mean ${other.name} and ${photos[i]!.name}: write their folders in front`,
      );
    }
    owners.set(row, photos[i]!);
  }
}

function classOf({ label }: PhotoRow, { name }: PhotoFile, { labels, classes }: Classes, file: string) {
  if (label === undefined) return undefined;
  try {
    if (label.startsWith('best:')) throw new Error(`${label} depends on the scores: give the label itself`);
    return resolveTarget(label, { labels, classes, scores: new Float32Array(classes) }).index;
  } catch (error) {
    throw new UsageError(`${file}, ${name}: ${reasonOf(label, error)}`, { cause: error });
  }
}

/** Scores have no say in what a label means, so they are not told. */
function reasonOf(label: string, error: unknown): string {
  if (!(error instanceof AmbiguousLabelError)) return messageOf(error);
  const listed = error.matches.slice(0, 10).map((match) => `${match.index} ${JSON.stringify(match.label)}`);
  return `${JSON.stringify(label)} names ${error.matches.length} classes: ${listed.join('; ')}. Give an index`;
}
