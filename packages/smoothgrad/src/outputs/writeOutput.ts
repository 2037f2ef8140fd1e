import { access, constants, mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeFileAtomically } from '@smoothgrad/node';
import { OutputRefusedError } from '../errors.ts';

/** When a file that is already there may be replaced. */
export interface OutputRules {
  /** Replace whatever is there, except what is read. */
  readonly force: boolean;
  /** Files that are read, which are never replaced. */
  readonly inputs: readonly string[];
  /** Recognises a file this program wrote. */
  readonly isOurs: (bytes: Uint8Array) => boolean;
  /** Make the folder where it is missing: the user named a folder, not a file. */
  readonly makeFolder: boolean;
}

/**
 * Finds out before the work begins whether a file could be written.
 *
 * @throws OutputRefusedError it is an input, a folder, not ours, or its folder is missing or not writable
 */
export async function checkOutput(path: string, rules: OutputRules): Promise<void> {
  await refuseInput(path, rules.inputs);
  const existing = await statOf(path);
  if (existing?.isDirectory())
    throw new OutputRefusedError(`${path} is a folder: name a file in it, or end it with a slash`);
  if (existing !== undefined && !rules.force && !rules.isOurs(await readFile(path))) {
    throw new OutputRefusedError(
      `${path} exists and is not known to be a result of smoothgrad: choose another name, or overwrite it with --force`,
    );
  }
  const folder = rules.makeFolder ? await existingFolder(dirname(path)) : dirname(path);
  if (!(await statOf(folder))?.isDirectory()) {
    throw new OutputRefusedError(`${path} cannot be written: ${folder} is not an existing folder`);
  }
  await access(folder, constants.W_OK).catch(() => {
    throw new OutputRefusedError(
      `${path} cannot be written: the folder ${folder} is not writable; choose another with -o`,
    );
  });
}

/** Writes a file whole or not at all. @throws OutputRefusedError, OutputError */
export async function writeOutput(path: string, bytes: Uint8Array, rules: OutputRules): Promise<void> {
  await refuseInput(path, rules.inputs);
  if (rules.makeFolder) {
    await mkdir(dirname(path), { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
      throw new OutputRefusedError(`the folder ${dirname(path)} cannot be made (${cause.code})`, { cause });
    });
  }
  await writeFileAtomically(path, bytes, { overwrite: (existing) => rules.force || rules.isOurs(existing) });
}

async function refuseInput(path: string, inputs: readonly string[]): Promise<void> {
  const target = await realpath(path).catch(() => undefined);
  if (target === undefined) return;
  for (const input of inputs) {
    if ((await realpath(input).catch(() => undefined)) === target) {
      throw new OutputRefusedError(`${path} is an input and is never overwritten: choose another name with -o`);
    }
  }
}

async function existingFolder(folder: string): Promise<string> {
  return (await statOf(folder)) === undefined && dirname(folder) !== folder ? existingFolder(dirname(folder)) : folder;
}

async function statOf(path: string) {
  return stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
    throw new OutputRefusedError(`${path} cannot be written (${cause.code}): choose another place with -o`, { cause });
  });
}
