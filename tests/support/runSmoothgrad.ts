import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from './shared.ts';

const bin = join(repositoryRoot, 'packages/smoothgrad/bin/smoothgrad.js');

/** By its own first line, as a shell starts it. */
const [program, ...before] = process.platform === 'win32' ? [process.execPath, bin] : ([bin] as const);

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Of its own: the user's cache is none of the tests' business. */
const cacheHome = mkdtempSync(join(tmpdir(), 'smoothgrad-cache-'));
process.on('exit', () => rmSync(cacheHome, { recursive: true, force: true }));

const { FORCE_COLOR, COLORTERM, CI, ...inherited } = process.env;
const env = { ...inherited, XDG_CACHE_HOME: cacheHome };

/** Runs the built command line in a folder. */
export function runSmoothgrad(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  return runSmoothgradWith({}, cwd, ...args);
}

/** ... with these environment variables. */
export function runSmoothgradWith(
  variables: Readonly<Record<string, string>>,
  cwd: string,
  ...args: readonly string[]
): Promise<Outcome> {
  const options = { cwd, env: { ...env, ...variables }, maxBuffer: 1e8 };
  return new Promise((resolve) => {
    const child = execFile(program, [...before, ...args], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

/** Runs it and presses Ctrl-C as soon as something appears on stderr. */
export function interruptSmoothgrad(
  cwd: string,
  ...args: readonly string[]
): Promise<Outcome & { milliseconds: number }> {
  return new Promise((resolve) => {
    const child = spawn(program, [...before, ...args], { cwd, env });
    let stderr = '';
    let stdout = '';
    let pressed = 0;
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
      if (pressed !== 0) return;
      pressed = performance.now();
      child.kill('SIGINT');
    });
    child.on('close', (code) => resolve({ code, stdout, stderr, milliseconds: performance.now() - pressed }));
  });
}

/** Runs it and sends a signal as soon as something is so. Returns the exit code; null where the signal ended it. */
export function endSmoothgradWhen(
  isSo: () => boolean,
  signal: NodeJS.Signals,
  cwd: string,
  ...args: readonly string[]
): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(program, [...before, ...args], { cwd, env, stdio: 'ignore' });
    const poll = setInterval(() => {
      if (!isSo()) return;
      clearInterval(poll);
      child.kill(signal);
    }, 20);
    child.on('close', (code) => {
      clearInterval(poll);
      resolve(code);
    });
  });
}
