import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFileAtomically } from './atomicWrite.ts';
import { OutputError, outputError } from './errors.ts';
import { addTemporaryFile, removeTemporaryFiles } from './temporaryFiles.ts';

const text = (value: string) => new TextEncoder().encode(value);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smoothgrad-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function refusal(promise: Promise<void>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OutputError);
  expect((error as OutputError).message).not.toMatch(/[\r\n]/);
  return (error as OutputError).message;
}

describe('writing', () => {
  it('leaves the bytes and nothing else', async () => {
    await writeFileAtomically(join(folder, 'a.png'), text('new'));
    expect(readFileSync(join(folder, 'a.png'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['a.png']);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  it('asks, with the old bytes, before it replaces', async () => {
    const path = join(folder, 'a.png');
    writeFileSync(path, 'old');
    expect(await refusal(writeFileAtomically(path, text('new')))).toMatch(/a\.png exists already: choose another name/);
    expect(await refusal(writeFileAtomically(path, text('new'), { overwrite: async () => false }))).toMatch(/exists/);
    expect(readFileSync(path, 'utf8')).toBe('old');
    await writeFileAtomically(path, text('new'), {
      overwrite: (existing) => Buffer.from(existing).toString() === 'old',
    });
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['a.png']);
  });

  it('follows a link and keeps the permissions', async () => {
    const path = join(folder, 'real.png');
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    symlinkSync('real.png', join(folder, 'link.png'));
    await writeFileAtomically(join(folder, 'link.png'), text('new'), { overwrite: () => true });
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(['link.png', 'real.png']);
  });

  it('writes several files at once', async () => {
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(names.map((name) => writeFileAtomically(join(folder, name), text(name))));
    expect(names.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(names);
    expect(readdirSync(folder).sort()).toEqual(names);
  });
});

describe('refusals', () => {
  it.each([
    ['a missing folder', 'no/a.png', /cannot be written: its folder does not exist: create the folder first$/],
    ['a folder', 'sub', /cannot be written: it is a folder: name a file in it$/],
    ['a path through a file', 'file/a.png', /a part of its path is not a folder/],
    ['a name that is too long', 'a'.repeat(300), /its name is too long/],
  ])('%s', async (_, name, expected) => {
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'file'), '');
    expect(await refusal(writeFileAtomically(join(folder, name), text('x'), { overwrite: () => true }))).toMatch(
      expected,
    );
    expect(readdirSync(folder).sort()).toEqual(['file', 'sub']);
  });

  it('a device is not replaced by a file', async () => {
    expect(await refusal(writeFileAtomically('/dev/null', text('x'), { overwrite: () => true }))).toMatch(
      /not an ordinary file/,
    );
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.each([
    ['EACCES', 'a.png cannot be written: permission is denied: choose another folder'],
    ['EROFS', 'a.png cannot be written: the file system is read-only: choose another folder'],
    ['ENOSPC', 'a.png cannot be written: the disk is full: free some space'],
    ['EIO', 'a.png cannot be written: i/o error'],
  ])('%s', (code, message) => {
    expect(outputError('a.png', Object.assign(new Error('i/o error'), { code })).message).toBe(message);
  });
});

describe('half-written files', () => {
  it('are removed on demand, and their listeners with them', () => {
    const path = join(folder, 'half');
    writeFileSync(path, 'x');
    addTemporaryFile(path);
    expect(process.listenerCount('SIGINT')).toBe(1);
    removeTemporaryFiles();
    expect(existsSync(path)).toBe(false);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  it.each([
    ['SIGINT', 'setInterval(() => {}, 1000);', { code: null, signal: 'SIGINT' }],
    ['SIGTERM', 'setInterval(() => {}, 1000);', { code: null, signal: 'SIGTERM' }],
    ['SIGINT', "process.on('SIGINT', () => process.exit(5)); setInterval(() => {}, 1000);", { code: 5, signal: null }],
    [undefined, 'process.exit(4);', { code: 4, signal: null }],
  ] as const)('are removed when the process ends by %s', async (signal, rest, expected) => {
    const path = join(folder, 'half');
    const library = new URL('../../dist/files/temporaryFiles.js', import.meta.url).href;
    const script = `
      import { writeFileSync } from 'node:fs';
      import { addTemporaryFile } from ${JSON.stringify(library)};
      writeFileSync(${JSON.stringify(path)}, 'x');
      addTemporaryFile(${JSON.stringify(path)});
      console.log('ready');
      ${rest}`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    child.stdout.once('data', () => {
      if (signal !== undefined) setTimeout(() => child.kill(signal), 50);
    });
    const ended = await new Promise((resolve) => child.on('exit', (code, by) => resolve({ code, signal: by })));
    expect(ended).toEqual(expected);
    expect(readdirSync(folder)).toEqual([]);
  });
});
