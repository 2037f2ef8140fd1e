import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Preprocessing, parseLabels, parsePreprocessorConfig, parsePretrainedConfig } from '@smoothgrad/image';
import { ExternalDataError, type Model, type ReadBytes, readModel, type WeightSource } from '@smoothgrad/onnx';
import { readJson } from './modelFiles/readJson.ts';
import { resolveModel } from './modelFiles/resolveModel.ts';

/** A model read from disk, with what was published beside it. */
export interface LoadedModel {
  readonly model: Model;
  /** Absolute path of the .onnx file. */
  readonly file: string;
  /** Where its weights are; they are read by the runtime, not held here. */
  readonly weights: WeightSource & { readonly folder: string };
  /** From `config.json` (`id2label`). */
  readonly labels?: readonly string[] | undefined;
  /** From `preprocessor_config.json`, or timm's part of `config.json`. */
  readonly preprocessing?: Preprocessing | undefined;
  /** Reads bytes of a weight file in the model's folder, for embedding them. */
  readonly readWeights: ReadBytes;
}

/**
 * Reads a model and the files it was published with (the Hugging Face convention).
 *
 * @param path an .onnx file, or a folder that holds one
 * @throws ModelFileError, InvalidModelError, ExternalDataError
 */
export async function loadModel(path: string): Promise<LoadedModel> {
  const found = await resolveModel(path);
  const model = readModel(readFileSync(found.file), found.weightsFile);
  const files = weightFiles(model);
  // Downloads are often links into a store. The model's own weights are then read where the file really is; files beside it
  // are found beside the link.
  const isAlone = files.every(({ file }) => file === found.weightsFile);
  const folder = isAlone ? found.weightsFolder : dirname(found.file);
  await checkWeightFiles(folder, files);
  const config = found.config === undefined ? undefined : await readJson(found.config);
  const published = found.preprocessorConfig === undefined ? undefined : await readJson(found.preprocessorConfig);
  return {
    model,
    file: found.file,
    weights: { folder },
    labels: hasLabels(config) ? parseLabels(config) : undefined,
    preprocessing: readPreprocessing(published, config),
    readWeights: weightReader(folder),
  };
}

interface WeightFile {
  readonly file: string;
  readonly tensor: string;
  readonly end: number;
}

/** For each weight file the tensor that reaches farthest into it. */
function weightFiles(model: Model): WeightFile[] {
  const farthest = new Map<string, WeightFile>();
  for (const { name, data } of model.graph.initializers.values()) {
    if (data.kind !== 'file') continue;
    const end = data.offset + data.length;
    if (end > (farthest.get(data.file)?.end ?? -1)) farthest.set(data.file, { file: data.file, tensor: name, end });
  }
  return [...farthest.values()];
}

async function checkWeightFiles(folder: string, files: readonly WeightFile[]): Promise<void> {
  for (const { file, tensor, end } of files) {
    const size = await stat(join(folder, file)).then(
      (stats) => stats.size,
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

function weightReader(folder: string): ReadBytes {
  return (file, offset, length) => {
    const handle = openSync(join(folder, file), 'r');
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

function hasLabels(config: unknown): boolean {
  return typeof config === 'object' && config !== null && 'id2label' in config;
}

function readPreprocessing(published: unknown, config: unknown): Preprocessing | undefined {
  if (published !== undefined) return parsePreprocessorConfig(published);
  return config === undefined ? undefined : parsePretrainedConfig(config);
}
