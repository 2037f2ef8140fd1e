import { INLINE_LIMIT, WEIGHTS_AT } from './readTensor.ts';

/** A file, of which any part can be read. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes, of which all lie in the file. */
  read(offset: number, length: number): Uint8Array;
}

/** A message whose fields are walked through, by number. */
interface Fields {
  readonly [field: number]: Fields | typeof withoutRawData;
}

type Range = Field['content'];

// onnx.proto. Sparse tensors are small, and read as a whole.
const node: Fields = { 5: (cursor, range) => walk(cursor, range, attributes[attributeType(cursor, range)] ?? {}) };
const graph: Fields = { 1: node, 5: withoutRawData };
const model: Fields = { 7: graph, 25: { 7: node, 11: node[5]! } };
/** The field that an attribute's type says its value is in: tensor, graph, tensors, graphs. Others are not looked at. */
const attributes: { readonly [type: number]: Fields } = {
  4: { 5: withoutRawData },
  5: { 6: graph },
  9: { 10: withoutRawData },
  10: { 11: graph },
};

const ATTRIBUTE_TYPE = 20;
const RAW_DATA = 9;

/** A part of the file, or bytes in its place. */
type Piece = { readonly from: number; readonly to: number } | Uint8Array;

/**
 * The encoded model without its large raw weights: where these lie is noted instead (`WEIGHTS_AT`), so that 550 MB of them need
 * not be read to see the graph.
 *
 * @returns undefined where the file is not plainly encoded; whoever reads all of it will find out what it is
 */
export function withoutWeights(source: ByteSource): Uint8Array | undefined {
  try {
    const pieces = walk(createCursor(source), { from: 0, to: source.size }, model);
    return join(source, pieces ?? [{ from: 0, to: source.size }]);
  } catch (error) {
    if (error instanceof Unusual || error instanceof RangeError) return undefined;
    throw error;
  }
}

class Unusual extends Error {}

/** Undefined: nothing in it is left out. */
function walk(cursor: Cursor, { from, to }: Range, fields: Fields): Piece[] | undefined {
  const pieces: Piece[] = [];
  let copied = from;
  for (let at = from; at < to; ) {
    const field = cursor.field(at, to);
    const inner = field.isMessage ? fields[field.number] : undefined;
    const replaced = typeof inner === 'object' ? walk(cursor, field.content, inner) : inner?.(cursor, field.content);
    if (replaced !== undefined) {
      pieces.push({ from: copied, to: at }, encodeHead(field.number, sizeOf(replaced)), ...replaced);
      copied = field.content.to;
    }
    at = field.content.to;
  }
  return pieces.length === 0 ? undefined : [...pieces, { from: copied, to }];
}

function attributeType(cursor: Cursor, { from, to }: Range): number {
  let type = 0;
  for (let at = from; at < to; ) {
    const field = cursor.field(at, to);
    if (field.number === ATTRIBUTE_TYPE) type = field.value;
    at = field.content.to;
  }
  return type;
}

/** A tensor whose raw bytes are many, with a note where they are. Of a field that is there twice the last one counts. */
function withoutRawData(cursor: Cursor, { from, to }: Range): Piece[] | undefined {
  const pieces: Piece[] = [];
  let raw: Range | undefined;
  for (let at = from; at < to; ) {
    const field = cursor.field(at, to);
    if (field.isMessage && field.number === RAW_DATA) raw = field.content;
    else pieces.push({ from: at, to: field.content.to });
    at = field.content.to;
  }
  if (raw === undefined || raw.to - raw.from <= INLINE_LIMIT) return undefined;
  return [...pieces, note(raw.from, raw.to - raw.from)];
}

/** An entry of `external_data`: field 13, with its key (1) and value (2). */
function note(offset: number, length: number): Uint8Array {
  const text = (field: number, value: string) => {
    const bytes = [...value].map((letter) => letter.charCodeAt(0));
    return [...encodeHead(field, bytes.length), ...bytes];
  };
  const entry = [...text(1, WEIGHTS_AT), ...text(2, `${offset} ${length}`)];
  return Uint8Array.from([...encodeHead(13, entry.length), ...entry]);
}

function encodeHead(field: number, length: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8 + 2), ...varint(length)]);
}

const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...varint(Math.floor(value / 0x80))];

const lengthOf = (piece: Piece) => (piece instanceof Uint8Array ? piece.length : piece.to - piece.from);
const sizeOf = (pieces: readonly Piece[]) => pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);

function join(source: ByteSource, pieces: readonly Piece[]): Uint8Array {
  const bytes = new Uint8Array(sizeOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    const length = lengthOf(piece);
    if (length > 0) bytes.set(piece instanceof Uint8Array ? piece : source.read(piece.from, length), at);
    at += length;
  }
  return bytes;
}

interface Field {
  readonly number: number;
  /** Or bytes or text: whatever has a length. */
  readonly isMessage: boolean;
  readonly content: { readonly from: number; readonly to: number };
  /** Of a number; else 0. */
  readonly value: number;
}

interface Cursor {
  /** The field that begins at `at` and ends at `end` or before. @throws Unusual */
  field(at: number, end: number): Field;
}

const WINDOW = 1 << 14;

function createCursor(source: ByteSource): Cursor {
  let start = 0;
  let window = new Uint8Array(0);
  const byte = (at: number, end: number) => {
    if (at >= end) throw new Unusual();
    if (at < start || at >= start + window.length) {
      start = at;
      window = Uint8Array.from(source.read(at, Math.min(WINDOW, source.size - at)));
    }
    return window[at - start]!;
  };
  /** A number, and where it ends. */
  const number = (from: number, end: number): [value: number, end: number] => {
    let value = 0;
    for (let at = from, factor = 1; at < from + 10; at++, factor *= 0x80) {
      const part = byte(at, end);
      value += (part & 0x7f) * factor;
      if (part < 0x80) return [value, at + 1];
    }
    throw new Unusual();
  };
  return {
    field(at, end) {
      const [head, from] = number(at, end);
      const [kind, field] = [head % 8, Math.floor(head / 8)];
      let content = { from, to: from };
      let value = 0;
      if (kind === 0) {
        const read = number(from, end);
        value = read[0];
        content = { from, to: read[1] };
      } else if (kind === 1) content = { from, to: from + 8 };
      else if (kind === 5) content = { from, to: from + 4 };
      else if (kind === 2) {
        const [length, first] = number(from, end);
        content = { from: first, to: first + length };
      } else throw new Unusual();
      if (content.to > end || field === 0) throw new Unusual();
      return { number: field, isMessage: kind === 2, content, value };
    },
  };
}
