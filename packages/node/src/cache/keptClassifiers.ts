import type { CompiledClassifier } from '@smoothgrad/attribution';
import { build } from './build.ts';
import type { Cache } from './diskCache.ts';

/** Everything that has a say in an explainer, beside the code. */
export interface ExplainerKey {
  /** Name of the recipe. */
  readonly recipe: string;
  /** SHA-256 of the model file. */
  readonly model: string;
  /** The name by which the explainer refers to the model file. */
  readonly file: string;
  /** The files beside it that weights lie in, with what tells when one changes. */
  readonly weights: Readonly<Record<string, string>>;
  /** Name and version of the engine, which knows shapes and evaluates constants. */
  readonly engine: string;
  readonly target: string;
  readonly size: readonly [height: number, width: number] | null;
  readonly scores: string | null;
  readonly score: string;
}

/** Compiled classifiers, kept by all that has a say in them. */
export function keptClassifiers(cache: Cache) {
  const keyOf = (key: ExplainerKey) => JSON.stringify(['classifier', build, key]);
  return {
    async get(key: ExplainerKey): Promise<CompiledClassifier | undefined> {
      const bytes = await cache.get(keyOf(key));
      return bytes && decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    },
    put: (key: ExplainerKey, compiled: CompiledClassifier) => cache.put(keyOf(key), encode(compiled)),
  };
}

/** Length and text of the description as JSON, then the explainer. */
function encode({ explainer, ...description }: CompiledClassifier): Uint8Array {
  const text = Buffer.from(JSON.stringify(description));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, text, explainer]);
}

function decode(bytes: Buffer): CompiledClassifier {
  const end = 4 + bytes.readUInt32LE(0);
  const description = JSON.parse(bytes.toString('utf8', 4, end)) as Omit<CompiledClassifier, 'explainer'>;
  return { ...description, explainer: bytes.subarray(end) };
}
