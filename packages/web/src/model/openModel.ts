import { findImageInput, type PublishedModel, publishedLabels, publishedPreprocessing } from '@smoothgrad/attribution';
import { ExternalDataError, type Model, readModel, tensorsOf, type WeightSource } from '@smoothgrad/onnx';
import { ModelFileError } from './errors.ts';
import { readBlob } from './readBlob.ts';

/** A model read from files that were dropped or fetched, with what was published beside it. */
export interface WebModel extends PublishedModel {
  readonly model: Model;
  /** Of the .onnx file. */
  readonly name: string;
  /** Bytes of the .onnx file. */
  readonly size: number;
  /** The bytes of all files that weights lie in, each once. */
  readonly weights: WeightSource;
  /** Of the .onnx file, as 64 hexadecimal digits. */
  sha256(): Promise<string>;
}

/** A file and its name: a `File`, or bytes that came in another way. */
export interface NamedFile {
  readonly name: string;
  /** Bytes are not copied where they lie in a SharedArrayBuffer. They must not change any more. */
  readonly content: Blob | Uint8Array;
}

/**
 * Reads a model: a single .onnx file, or one with the files it was published with: those its weights lie in, `config.json`,
 * `preprocessor_config.json`. Other files are ignored.
 *
 * Each byte is read into memory once, shared with the engine where the page is cross-origin isolated.
 *
 * @throws ModelFileError no .onnx file among them, or several; InvalidModelError, ExternalDataError
 * @example const model = await openModel(dropped.map((file) => ({ name: file.name, content: file })));
 */
export async function openModel(files: readonly NamedFile[]): Promise<WebModel> {
  const { name, content } = theModel(files);
  const bytes = await bytesOf(content);
  if (bytes.byteLength === 0) throw new ModelFileError(`${name} is empty (0 bytes): download the model again`);
  // In parts: what decodes text refuses shared memory.
  const model = readModel(
    { size: bytes.byteLength, read: (offset, length) => bytes.slice(offset, offset + length) },
    name,
  );
  const published = {
    config: await json(files, 'config.json'),
    preprocessorConfig: await json(files, 'preprocessor_config.json'),
  };
  return {
    model,
    name,
    size: bytes.byteLength,
    weights: { files: await weightFiles(model, files, new Map([[name, bytes]])) },
    sha256: () => sha256(content),
    input: () => findImageInput(model),
    labels: () => publishedLabels(published),
    preprocessing: () => publishedPreprocessing(published),
  };
}

function theModel(files: readonly NamedFile[]): NamedFile {
  const models = files.filter(({ name }) => name.toLowerCase().endsWith('.onnx'));
  const [model, another] = models;
  if (model === undefined) throw new ModelFileError('there is no .onnx file among these: give the model itself');
  if (another !== undefined) {
    throw new ModelFileError(
      `there are several models, ${models.map(({ name }) => name).join(', ')}: give one of them`,
    );
  }
  return model;
}

/** Read when it is asked for, but the file's text now: asking waits for nothing. */
async function json(files: readonly NamedFile[], name: string): Promise<() => unknown> {
  const file = files.find((each) => each.name === name);
  if (file === undefined) return () => undefined;
  const text = await new Blob([file.content as BlobPart]).text();
  return () => {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new ModelFileError(`${name} is not readable JSON: mend it or leave it out`, { cause });
    }
  };
}

/** Every file that weights lie in. A dropped file has lost its folder: the last part of a location is its name. */
async function weightFiles(
  model: Model,
  files: readonly NamedFile[],
  found: Map<string, Uint8Array>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  for (const { name: tensor, data } of tensorsOf(model)) {
    if (data.kind !== 'file') continue;
    const { file: location, offset, length } = data;
    if (!found.has(location)) {
      const file = files.find(({ name }) => name === location || name === location.split('/').at(-1));
      if (file === undefined) {
        throw new ExternalDataError(
          `the weight file '${location}' is missing: the model's tensor '${tensor}' lies in it. Give it together with the model`,
        );
      }
      found.set(location, await bytesOf(file.content));
    }
    const size = found.get(location)!.byteLength;
    if (size < offset + length) {
      throw new ExternalDataError(
        `the weight file '${location}' is too short: it has ${size} bytes and the tensor '${tensor}' ends at ${offset + length}. Download it again`,
      );
    }
  }
  return found;
}

const bytesOf = async (content: Blob | Uint8Array) => (content instanceof Uint8Array ? content : readBlob(content));

async function sha256(content: Blob | Uint8Array): Promise<string> {
  const whole = content instanceof Uint8Array ? content.slice() : await content.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
