import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** A model that cannot be found on disk: where it was looked for and what to do. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

/** Where a model and the files it was published with are. All paths are absolute. */
export interface ResolvedModel {
  /** The .onnx file as it was named: possibly a link. */
  readonly file: string;
  /** The folder of `file`, where files beside the model are looked for. */
  readonly folder: string;
  /** The folder and the name of the real file behind all links: where the model's own bytes are read by name. */
  readonly weightsFolder: string;
  readonly weightsFile: string;
  readonly preprocessorConfig?: string;
  readonly config?: string;
}

/**
 * Finds a model: a file is itself; a folder means `model.onnx`, else `onnx/model.onnx`, else the only .onnx in it, else
 * the only one in `onnx/`. `preprocessor_config.json` and `config.json` are taken from beside the model (beside the link,
 * where it is one: download caches link into a store of nameless files), or from the parent of a folder named `onnx`.
 *
 * @throws ModelFileError nothing there, an empty file, a folder without a model or with several
 */
export async function resolveModel(path: string): Promise<ResolvedModel> {
  const stats = await statOf(path);
  if (stats === undefined) throw new ModelFileError(`${path} does not exist: check the path of the model`);
  const file = resolve(stats.isDirectory() ? await modelIn(path) : path);
  const target = await statOf(file);
  if (target === undefined) throw new ModelFileError(`${file} does not lead to a file: download the model again`);
  if (!target.isFile()) throw new ModelFileError(`${file} is not a file: name an .onnx file or a folder with one`);
  if (target.size === 0) throw new ModelFileError(`${file} is empty (0 bytes): download the model again`);
  const folder = dirname(file);
  const real = await realpath(file);
  const preprocessorConfig = await besideModel(folder, 'preprocessor_config.json');
  const config = await besideModel(folder, 'config.json');
  return {
    file,
    folder,
    weightsFolder: dirname(real),
    weightsFile: basename(real),
    ...(preprocessorConfig === undefined ? {} : { preprocessorConfig }),
    ...(config === undefined ? {} : { config }),
  };
}

async function modelIn(folder: string): Promise<string> {
  const here = await onnxFilesIn(folder);
  const below = await onnxFilesIn(join(folder, 'onnx'));
  for (const files of [here, below]) {
    const model = files.find((file) => basename(file) === 'model.onnx');
    if (model !== undefined) return model;
  }
  for (const files of [here, below]) {
    if (files.length > 1) {
      throw new ModelFileError(`${folder} holds several models: name one of ${files.join(', ')}`);
    }
    if (files[0] !== undefined) return files[0];
  }
  throw new ModelFileError(`${folder} holds no .onnx file, nor does ${join(folder, 'onnx')}: name the model's file`);
}

async function onnxFilesIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => name.toLowerCase().endsWith('.onnx') && !name.startsWith('.'))
      .sort()
      .map((name) => join(folder, name));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new ModelFileError(`${folder} cannot be read (${code}): check its permissions`, { cause });
  }
}

async function besideModel(folder: string, name: string): Promise<string | undefined> {
  const places = basename(folder) === 'onnx' ? [folder, dirname(folder)] : [folder];
  for (const place of places) {
    const path = join(place, name);
    if ((await statOf(path))?.isFile()) return path;
  }
  return undefined;
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ModelFileError(`${path} cannot be read (${code}): check its permissions`, { cause });
  }
}
