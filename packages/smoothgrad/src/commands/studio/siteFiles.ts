import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, sep } from 'node:path';
import { loadModel, resolveModel } from '@smoothgrad/node';
import { defaultModelPath } from '../../model/defaultModel.ts';

/** What the server hands out: files by their path in addresses, and nothing else. */
export type SiteFiles = ReadonlyMap<string, string>;

/** Where the page is that belongs to this version. */
export function builtStudio(): string {
  return join(dirname(createRequire(import.meta.url).resolve('smoothgrad/package.json')), 'dist', 'studio');
}

/** The files of the page and of the bundled classifier. @throws Error the page was not built */
export async function pageFiles(folder: string): Promise<SiteFiles> {
  const names = await readdir(folder, { recursive: true }).catch(() => [] as string[]);
  if (!names.includes('index.html'))
    throw new Error(`the studio was not built: there is no page in ${folder} (npm run build makes it)`);
  const page = names.map((name) => [`/${name.split(sep).join('/')}`, join(folder, name)] as const);
  const model = dirname(defaultModelPath());
  const bundled = ['model.onnx', 'config.json', 'preprocessor_config.json'];
  return new Map([
    ...page,
    ['/', join(folder, 'index.html')],
    ...bundled.map((name) => [`/models/efficientnet-lite0/${name}`, join(model, name)] as const),
  ]);
}

/** A model that was named: what the page is told of it, and its files. */
export interface GivenModel {
  readonly site: {
    readonly name: string;
    readonly about: string;
    readonly path: string;
    readonly files: readonly { readonly url: string; readonly name: string; readonly bytes: number }[];
  };
  readonly files: SiteFiles;
}

/** The model, its weights and its configuration. @throws ModelFileError, InvalidModelError, ExternalDataError */
export async function givenModel(path: string): Promise<GivenModel> {
  const { file, config, preprocessorConfig } = await resolveModel(path);
  const { weightPaths, weightsFile } = await loadModel(path);
  const weights = [...weightPaths].filter(([name]) => name !== weightsFile);
  const beside = [config, preprocessorConfig].filter((each) => each !== undefined);
  const named = [[basename(file), file] as const, ...weights, ...beside.map((each) => [basename(each), each] as const)];
  const files = await Promise.all(
    named.map(async ([name, each], i) => ({ name, url: `given/${i}`, bytes: (await stat(each)).size })),
  );
  return {
    site: { name: basename(file), about: 'the model that was named', path, files },
    files: new Map(named.map(([, each], i) => [`/given/${i}`, each])),
  };
}
