import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ModelFileError, resolveModel } from './resolveModel.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'smoothgrad-model-')));
afterAll(() => rmSync(root, { recursive: true }));

let count = 0;
/** A new folder with these files; their content does not matter to the search. */
function folderWith(...files: string[]): string {
  const folder = join(root, `case-${count++}`);
  mkdirSync(folder);
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), 'x');
  }
  return folder;
}

async function refusal(path: string): Promise<string> {
  const error = await resolveModel(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ModelFileError);
  expect((error as ModelFileError).message).not.toMatch(/[\r\n]/);
  return (error as ModelFileError).message;
}

describe('which model', () => {
  it.each([
    [['model.onnx', 'other.onnx', 'onnx/model.onnx'], 'model.onnx'],
    [['other.onnx', 'onnx/model.onnx'], 'onnx/model.onnx'],
    [['only.onnx', 'readme.md', '.hidden.onnx', 'onnx/a.onnx', 'onnx/b.onnx'], 'only.onnx'],
    [['Only.ONNX'], 'Only.ONNX'],
    [['onnx/only.onnx', 'config.json'], 'onnx/only.onnx'],
  ])('a folder with %j means %s', async (files, expected) => {
    const folder = folderWith(...files);
    const { file } = await resolveModel(folder);
    expect(relative(folder, file)).toBe(join(expected));
  });

  it('a file is itself, whatever its name; paths become absolute', async () => {
    const folder = folderWith('weights', 'model.onnx');
    const found = await resolveModel(relative(process.cwd(), join(folder, 'weights')));
    expect(found).toEqual({ file: join(folder, 'weights'), folder, weightsFolder: folder, weightsFile: 'weights' });
  });
});

describe('the files it was published with', () => {
  it('beside the model', async () => {
    const folder = folderWith('model.onnx', 'config.json', 'preprocessor_config.json');
    expect(await resolveModel(folder)).toMatchObject({
      config: join(folder, 'config.json'),
      preprocessorConfig: join(folder, 'preprocessor_config.json'),
    });
  });

  it('in the parent of a folder named onnx, however the model was named', async () => {
    const folder = folderWith('onnx/model.onnx', 'config.json', 'preprocessor_config.json', 'onnx/config.json');
    const expected = {
      config: join(folder, 'onnx/config.json'),
      preprocessorConfig: join(folder, 'preprocessor_config.json'),
    };
    for (const path of [folder, join(folder, 'onnx'), join(folder, 'onnx/model.onnx')]) {
      expect(await resolveModel(path)).toMatchObject(expected);
    }
  });

  it('not in the parent of any other folder', async () => {
    const folder = folderWith('models/model.onnx', 'config.json');
    const found = await resolveModel(join(folder, 'models'));
    expect(found).not.toHaveProperty('config');
    expect(found).not.toHaveProperty('preprocessorConfig');
  });

  it('beside the link into a download cache, while the weights are where the file is', async () => {
    const folder = folderWith('blobs/abc123', 'blobs/def456', 'snapshots/x/readme.md');
    const snapshot = join(folder, 'snapshots/x');
    symlinkSync('../../blobs/abc123', join(snapshot, 'model.onnx'));
    symlinkSync('../../blobs/def456', join(snapshot, 'config.json'));
    expect(await resolveModel(snapshot)).toEqual({
      file: join(snapshot, 'model.onnx'),
      folder: snapshot,
      weightsFolder: join(folder, 'blobs'),
      weightsFile: 'abc123',
      config: join(snapshot, 'config.json'),
    });
  });
});

describe('refusals', () => {
  it('nothing there', async () => {
    expect(await refusal(join(root, 'nowhere'))).toMatch(/nowhere does not exist: check the path of the model$/);
    expect(await refusal(join(folderWith('file'), 'file', 'model.onnx'))).toMatch(/does not exist/);
  });

  it('a folder without a model', async () => {
    expect(await refusal(folderWith('readme.md'))).toMatch(
      /holds no \.onnx file, nor does .*onnx: name the model's file$/,
    );
  });

  it('several models are listed', async () => {
    const folder = folderWith('b.onnx', 'a.onnx');
    expect(await refusal(folder)).toBe(
      `${folder} holds several models: name one of ${join(folder, 'a.onnx')}, ${join(folder, 'b.onnx')}`,
    );
    expect(await refusal(folderWith('onnx/q.onnx', 'onnx/r.onnx'))).toMatch(/several models: .*q\.onnx, .*r\.onnx$/);
  });

  it('an empty file, a broken link, a folder named like a model', async () => {
    const folder = folderWith('empty.onnx');
    writeFileSync(join(folder, 'empty.onnx'), '');
    expect(await refusal(folder)).toMatch(/empty\.onnx is empty \(0 bytes\): download the model again$/);
    const broken = folderWith();
    symlinkSync('../gone', join(broken, 'model.onnx'));
    expect(await refusal(broken)).toMatch(/does not lead to a file: download the model again$/);
    expect(await refusal(folderWith('model.onnx/x'))).toMatch(/model\.onnx is not a file/);
  });
});
