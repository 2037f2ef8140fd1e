/** WebAssembly, as far as it is used; every JavaScript runtime has it, the language's own types do not. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
}

/** Value types of the instruction set. */
export const I32 = 0x7f;
export const V128 = 0x7b;

/** Instructions, nested as they were put together: most leave one value on the stack. */
export type Code = readonly (number | Code)[];

export interface FunctionCode {
  /** The types of its parameters, which are the first locals. */
  readonly parameters: readonly number[];
  /** The types of its further locals. */
  readonly locals: readonly number[];
  readonly body: Code;
}

const END = 0x0b;

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

const vector = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()];
const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes];
const section = (id: number, items: readonly (readonly number[])[]): number[] => [id, ...sized(vector(items))];
const text = (name: string): number[] => sized([...name].map((letter) => letter.charCodeAt(0)));

function flatten(code: Code, bytes: number[]): number[] {
  for (const part of code) {
    if (typeof part === 'number') bytes.push(part);
    else flatten(part, bytes);
  }
  return bytes;
}

/** A module of one function without a result, exported as `run`, and a memory of `pages` times 64 KiB, exported as `memory`. */
export function moduleBytes({ parameters, locals, body }: FunctionCode, pages: number): Uint8Array {
  const one = (type: number) => [type];
  const code = flatten(body, vector(locals.map((type) => [1, type])));
  code.push(END);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [[0x60, ...vector(parameters.map(one)), 0]]),
    ...section(3, [[0]]),
    ...section(5, [[0, ...unsigned(pages)]]),
    ...section(7, [
      [...text('run'), 0, 0],
      [...text('memory'), 2, 0],
    ]),
    ...section(10, [sized(code)]),
  ]);
}

export interface WasmFunction {
  run(...values: number[]): void;
  readonly memory: { readonly buffer: ArrayBuffer };
}

/** Undefined where WebAssembly, or the part of it that the module uses, is missing or forbidden. */
export function instantiate(bytes: Uint8Array): WasmFunction | undefined {
  try {
    const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as WasmFunction;
  } catch {
    return undefined;
  }
}
