import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { type PublishedModel, publishedLabels, publishedPreprocessing } from '@smoothgrad/attribution';
import { ExternalDataError, type Model, type ReadBytes, type WeightSource } from '@smoothgrad/onnx';
import type { Cache } from './cache/diskCache.ts';
import { modelFacts, type WeightFile } from './modelFiles/modelFacts.ts';
import { readJson } from './modelFiles/readJson.ts';
import { resolveModel } from './modelFiles/resolveModel.ts';

/** A model read from disk, with what was published beside it. */
export interface LoadedModel extends PublishedModel {
  /** Read when first asked for. @throws InvalidModelError, ExternalDataError */
  readonly model: () => Promise<Model>;
  /** Of the .onnx file, as 64 hexadecimal digits. */
  readonly sha256: () => Promise<string>;
  /** Absolute path of the .onnx file. */
  readonly file: string;
  /** The name by which weights in the .onnx file are referred to. */
  readonly weightsFile: string;
  /** The folder that the locations of weights refer to. */
  readonly folder: string;
  /** Absolute paths of the files that weights lie in, by location. */
  readonly weightPaths: ReadonlyMap<string, string>;
  /** Where the runtime finds the weights; they are read by it, not held here, except where links lead out of the folder. */
  readonly weights: WeightSource;
  /** Reads bytes of a weight file in the model's folder, for embedding them. */
  readonly readWeights: ReadBytes;
}

/**
 * Reads a model and finds the files it was published with (the Hugging Face convention).
 *
 * @param path an .onnx file, or a folder that holds one
 * @param cache what was found out about a file that has not changed since is taken from here
 * @throws ModelFileError, InvalidModelError, ExternalDataError
 */
export async function loadModel(path: string, cache?: Cache): Promise<LoadedModel> {
  const found = await resolveModel(path);
  const { model, input, weightFiles: files, sha256 } = await modelFacts(found, cache);
  // Downloads are often links into a store. A model's own weights are then read where the file really is; files beside it are
  // found beside the link.
  const isAlone = files.every(({ file }) => file === found.weightsFile);
  const folder = isAlone ? found.weightsFolder : dirname(found.file);
  const names = new Map([[found.weightsFile, isAlone ? found.weightsFile : basename(found.file)]]);
  const paths = new Map(files.map(({ file }) => [file, join(folder, names.get(file) ?? file)]));
  await checkFolders(paths, folder);
  await checkWeightFiles(paths, files);
  const published = {
    config: () => (found.config === undefined ? undefined : readJson(found.config)),
    preprocessorConfig: () => (found.preprocessorConfig === undefined ? undefined : readJson(found.preprocessorConfig)),
  };
  return {
    model,
    input,
    sha256,
    file: found.file,
    weightsFile: found.weightsFile,
    folder,
    weightPaths: paths,
    weights: await weightSource(folder, paths),
    labels: () => publishedLabels(published),
    preprocessing: () => publishedPreprocessing(published),
    readWeights: weightReader(paths),
  };
}

/** The folder, or the bytes of the files where one of them is a link out of it: the runtime does not follow those. */
async function weightSource(folder: string, paths: ReadonlyMap<string, string>): Promise<WeightSource> {
  const home = await realpath(folder);
  const places = await Promise.all([...paths.values()].map((path) => realpath(path)));
  if (places.every((place) => place.startsWith(home + sep))) return { folder };
  return {
    files: new Map(await Promise.all([...paths].map(async ([name, path]) => [name, await readFile(path)] as const))),
  };
}

/** Download caches link files into a store, never folders: a folder that leads out is no place for a model's weights. */
async function checkFolders(paths: ReadonlyMap<string, string>, folder: string): Promise<void> {
  const home = await realpath(folder);
  for (const [name, path] of paths) {
    const place = await realpath(dirname(path)).catch(() => home);
    if (place === home || place.startsWith(home + sep)) continue;
    throw new ExternalDataError(
      `the weight file '${name}' lies behind a link to a folder outside the model's own: put the file itself beside the model`,
    );
  }
}

async function checkWeightFiles(paths: ReadonlyMap<string, string>, files: readonly WeightFile[]): Promise<void> {
  for (const { file, tensor, end } of files) {
    const size = await stat(paths.get(file)!).then(
      (stats) => (stats.isFile() ? stats.size : undefined),
      () => undefined,
    );
    if (size === undefined) {
      throw new ExternalDataError(
        `the weight file '${file}' is missing: the model's tensor '${tensor}' lies in it. Put it beside the model`,
      );
    }
    if (size < end) {
      throw new ExternalDataError(
        `the weight file '${file}' is too short: it has ${size} bytes and the tensor '${tensor}' ends at ${end}. Download it again`,
      );
    }
  }
}

function weightReader(paths: ReadonlyMap<string, string>): ReadBytes {
  return (file, offset, length) => {
    const handle = openSync(paths.get(file)!, 'r');
    try {
      const bytes = new Uint8Array(length);
      const read = readSync(handle, bytes, 0, length, offset);
      if (read !== length)
        throw new ExternalDataError(`the weight file '${file}' is too short: it has ${fstatSync(handle).size} bytes`);
      return bytes;
    } finally {
      closeSync(handle);
    }
  };
}
