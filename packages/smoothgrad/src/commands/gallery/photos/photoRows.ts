import { readFile } from 'node:fs/promises';
import { messageAbout, UsageError } from '../../../errors.ts';
import { parseCsv } from './csv.ts';

/** What a labels file says about one photo. */
export interface PhotoRow {
  /** As written: a path, a name, or a number. */
  readonly photo: string;
  /** A class index or text; undefined where the field is empty. */
  readonly label: string | undefined;
  /** The columns that hold numbers. */
  readonly metrics: Readonly<Record<string, number>>;
}

const photoColumns = ['photo', 'filename', 'file', 'image', 'path', 'name', 'id'];
const labelColumns = ['label', 'class', 'target'];

/**
 * The rows of a labels file: CSV with a first line of names, or JSON, an array of objects with such names or an object from photos to
 * labels. Columns of numbers are metrics; others are left alone.
 *
 * @throws UsageError it cannot be read, or is none of these
 */
export async function readPhotoRows(path: string): Promise<PhotoRow[]> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`the labels ${path} cannot be read (${cause.code ?? cause.message}): check the path`, {
      cause,
    });
  });
  try {
    const records = /^\s*[[{]/.test(text) ? fromJson(JSON.parse(text)) : fromCsv(parseCsv(text));
    if (records.length === 0) throw new Error('it holds no rows');
    return rowsOf(records);
  } catch (cause) {
    throw new UsageError(messageAbout(path, cause instanceof SyntaxError ? `${path} is not JSON` : cause), { cause });
  }
}

type Fields = Readonly<Record<string, unknown>>;

const wanted = `name the columns in its first line: ${photoColumns[0]} (or ${photoColumns.slice(1).join(', ')}) and ${labelColumns[0]}`;

function fromCsv([header = [], ...records]: string[][]): Fields[] {
  const names = header.map((name) => name.trim());
  return records.map((fields, i) => {
    if (fields.length === names.length) return Object.fromEntries(names.map((name, k) => [name, fields[k]]));
    throw new Error(`row ${i + 2} has ${fields.length} fields, the first line ${names.length}`);
  });
}

function fromJson(value: unknown): Fields[] {
  if (Array.isArray(value)) {
    if (value.every((each) => typeof each === 'object' && each !== null && !Array.isArray(each))) return value;
    throw new Error(
      value.every((each) => typeof each === 'string')
        ? 'it lists labels of classes, not of photos: pass it as --class-labels'
        : 'a JSON array must hold objects such as {"photo": "cat.jpg", "label": "tabby"}',
    );
  }
  if ('id2label' in (value as object)) throw new Error('it names classes, not photos: pass it as --class-labels');
  return Object.entries(value as object).map(([photo, label]) => ({ photo, label }));
}

function rowsOf(records: readonly Fields[]): PhotoRow[] {
  const columns = [...new Set(records.flatMap(Object.keys))];
  const find = (names: readonly string[]) =>
    names.map((name) => columns.find((column) => column.toLowerCase() === name)).find((column) => column !== undefined);
  const [photo, label] = [find(photoColumns), find(labelColumns)];
  if (photo === undefined)
    throw new Error(`there is no column of photos; ${wanted}. Labels of classes are --class-labels`);
  const metrics = columns.filter(
    (column) => column !== photo && column !== label && records.every((record) => isNumeric(record[column])),
  );
  return records.map((record, i) => ({
    photo: textOf(record[photo]) ?? missing(photo, i),
    label: label === undefined ? undefined : textOf(record[label]),
    metrics: Object.fromEntries(
      metrics.flatMap((name) => (isEmpty(record[name]) ? [] : [[name, Number(record[name])]])),
    ),
  }));
}

function missing(column: string, row: number): never {
  throw new Error(`row ${row + 1} after the first line has nothing in the column ${column}`);
}

/** @throws Error it is neither text nor a number */
function textOf(value: unknown): string | undefined {
  if (isEmpty(value)) return undefined;
  if (typeof value === 'string' || typeof value === 'number') return String(value).trim();
  throw new Error(`${JSON.stringify(value)} is neither a text nor a number`);
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';
const isNumeric = (value: unknown) =>
  isEmpty(value) || ((typeof value === 'number' || typeof value === 'string') && Number.isFinite(Number(value)));
