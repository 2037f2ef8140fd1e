import { create, type Message } from '@bufbuild/protobuf';
import { type StringStringEntryProto, StringStringEntryProtoSchema } from 'onnx-buf';

/** `fields` over what the original message held, unknown fields included. */
export function derive<T extends Message>(empty: T, original: unknown, fields: Partial<T>): T {
  return Object.assign(empty, original, fields);
}

/** Entries that have not changed are written as they were read, with fields this program does not know. */
export function entries(
  map: ReadonlyMap<string, string> | undefined,
  original: readonly StringStringEntryProto[] = [],
) {
  return [...(map ?? [])].map(
    ([key, value]) =>
      original.find((entry) => entry.key === key && entry.value === value) ??
      create(StringStringEntryProtoSchema, { key, value }),
  );
}
