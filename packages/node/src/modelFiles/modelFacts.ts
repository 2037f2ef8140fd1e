import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { findImageInput, type ImageInput } from '@smoothgrad/attribution';
import { type Model, tensorsOf } from '@smoothgrad/onnx';
import { build } from '../cache/build.ts';
import type { Cache } from '../cache/diskCache.ts';
import { fileIdentity } from '../files/fileIdentity.ts';
import { sha256File } from '../files/sha256File.ts';
import { ModelFileError, type ResolvedModel } from './resolveModel.ts';

/** A file that weights lie in, and the tensor that reaches farthest into it. */
export interface WeightFile {
  readonly file: string;
  readonly tensor: string;
  readonly end: number;
}

/** What has to be known of a model file before anything is computed. */
export interface ModelFacts {
  readonly weightFiles: readonly WeightFile[];
  /** @throws ClassifierError */
  input(): ImageInput;
  sha256(): Promise<string>;
  /** @throws InvalidModelError, ExternalDataError */
  model(): Promise<Model>;
}

/** As it is kept. */
interface Known {
  readonly sha256: string;
  readonly input: ImageInput;
  readonly weightFiles: readonly WeightFile[];
}

/** A file that has been changed so recently may be changed again without its times telling. */
const SETTLED_AFTER = 2000;

/** Reads the model, or what the cache knows of the file while it is unchanged. @throws InvalidModelError, ExternalDataError */
export async function modelFacts(found: ResolvedModel, cache: Cache | undefined): Promise<ModelFacts> {
  const path = join(found.weightsFolder, found.weightsFile);
  const model = once(() => read(path, found.weightsFile));
  if (cache === undefined) {
    const { input, weightFiles } = factsOf(await model());
    return { model, input, weightFiles, sha256: once(() => sha256File(path)) };
  }
  const identity = await fileIdentity(path);
  const key = JSON.stringify(['model', build, path, identity]);
  const kept = await cache.get(key);
  if (kept !== undefined) {
    const { sha256, input, weightFiles } = JSON.parse(Buffer.from(kept).toString()) as Known;
    return { model, weightFiles, input: () => input, sha256: async () => sha256 };
  }
  const sha256 = await sha256File(path);
  const { input, weightFiles } = factsOf(await model());
  if (await isSettled(path, identity)) await keep(cache, key, () => ({ sha256, input: input(), weightFiles }));
  return { model, input, weightFiles, sha256: async () => sha256 };
}

/** The reader of ONNX files is loaded when there is one to read. */
async function read(path: string, name: string): Promise<Model> {
  const { readModel } = await import('@smoothgrad/onnx');
  const handle = openSync(path, 'r');
  try {
    return readModel(
      { size: fstatSync(handle).size, read: (offset, length) => readPart(handle, offset, length) },
      name,
    );
  } finally {
    closeSync(handle);
  }
}

function readPart(handle: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const read = readSync(handle, bytes, done, length - done, offset + done);
    if (read === 0) throw new ModelFileError('the model file became shorter while it was read: try again');
    done += read;
  }
  return bytes;
}

function factsOf(model: Model): Pick<ModelFacts, 'input' | 'weightFiles'> {
  return { input: () => findImageInput(model), weightFiles: weightFiles(model) };
}

/** For each weight file the tensor that reaches farthest into it. */
function weightFiles(model: Model): WeightFile[] {
  const farthest = new Map<string, WeightFile>();
  for (const { name, data } of tensorsOf(model)) {
    if (data.kind !== 'file') continue;
    const end = data.offset + data.length;
    if (end > (farthest.get(data.file)?.end ?? -1)) farthest.set(data.file, { file: data.file, tensor: name, end });
  }
  return [...farthest.values()];
}

async function isSettled(path: string, identity: string): Promise<boolean> {
  const [, , , modified = '0'] = identity.split(' ');
  return Date.now() - Number(modified) / 1e6 > SETTLED_AFTER && (await fileIdentity(path)) === identity;
}

/** A model that is no image classifier has no facts worth keeping. */
async function keep(cache: Cache, key: string, known: () => Known): Promise<void> {
  try {
    await cache.put(key, Buffer.from(JSON.stringify(known())));
  } catch {
    // Whoever asks for the input hears why there is none.
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
