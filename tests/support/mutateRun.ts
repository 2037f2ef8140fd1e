import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type BuildOptions, build } from 'esbuild';
import type { ChildReport } from './mutateChild.ts';
import type { Mutant } from './mutateModels.ts';
import { repositoryRoot } from './shared.ts';

export interface MutantOutcome extends ChildReport {
  readonly mutant: string;
}

const PATIENCE = 20_000;

export interface MutationRun {
  /** What came of a model. A process that dies or does not answer is replaced by a new one. */
  run(mutant: Mutant): Promise<MutantOutcome>;
  /** Files that appeared in the folder the processes run in. */
  written(): string[];
  close(): void;
}

export async function startMutationRun(): Promise<MutationRun> {
  const home = mkdtempSync(join(tmpdir(), 'smoothgrad-mutations-'));
  const script = await bundleChild(home);
  const cwd = join(home, 'cwd');
  mkdirSync(cwd);
  let child: Child | undefined;
  let count = 0;
  return {
    async run(mutant) {
      const folder = join(home, `${count++}`);
      const model = writeMutant(folder, mutant);
      const before = listing(folder);
      child ??= startChild(script, cwd);
      const answer = await child.ask(model);
      if (!child.alive) child = undefined;
      const added = listing(folder).filter((name) => !before.includes(name));
      const outcome = added.length > 0 ? { ...answer, outcome: `wrote ${added}` } : answer;
      return { mutant: mutant.name, ...outcome };
    },
    written: () => readdirSync(cwd),
    close: () => child?.stop(),
  };
}

/** The program's sources as one file, with its worker where it looks for it. */
async function bundleChild(home: string): Promise<string> {
  symlinkSync(join(repositoryRoot, 'node_modules'), join(home, 'node_modules'));
  const options: BuildOptions = {
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['source'],
    external: ['onnxruntime-node', 'onnxruntime-common', 'sharp', '@resvg/resvg-js'],
    logLevel: 'silent',
  };
  const script = join(home, 'src', 'engine', 'child.mjs');
  await build({ ...options, entryPoints: [join(repositoryRoot, 'tests/support/mutateChild.ts')], outfile: script });
  const worker = join(repositoryRoot, 'packages/node/src/engine/worker.ts');
  await build({ ...options, entryPoints: [worker], outfile: join(home, 'dist', 'engine', 'worker.js') });
  writeFileSync(join(home, 'package.json'), '{"type":"module"}');
  return script;
}

/** A model's folder with a file and a link out of it that nothing may follow by name. */
function writeMutant(folder: string, { bytes, files }: Mutant): string {
  const inner = join(folder, 'model');
  mkdirSync(join(inner, 'sub'), { recursive: true });
  symlinkSync('/etc', join(inner, 'link'));
  writeFileSync(join(folder, 'outside.bin'), new Uint8Array(4096).fill(63));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(inner, name), content);
  writeFileSync(join(inner, 'model.onnx'), bytes);
  return join(inner, 'model.onnx');
}

const listing = (folder: string) =>
  ['.', 'model', 'model/sub'].flatMap((inner) => readdirSync(join(folder, inner)).map((name) => join(inner, name)));

interface Child {
  readonly alive: boolean;
  ask(model: string): Promise<ChildReport>;
  stop(): void;
}

function startChild(script: string, cwd: string): Child {
  const child = spawn(process.execPath, [script], { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  let alive = true;
  let stderr = '';
  let settle: ((report: Partial<ChildReport> & { outcome: string }) => void) | undefined;
  child.stderr.on('data', (chunk) => {
    stderr = `${stderr}${chunk}`.slice(-4000);
  });
  createInterface({ input: child.stdout }).on('line', (line) => settle?.(JSON.parse(line) as ChildReport));
  child.on('close', (code, signal) => {
    alive = false;
    settle?.({ outcome: `died (${signal ?? code})`, message: stderr });
  });
  const end = () => {
    alive = false;
    child.kill('SIGKILL');
  };
  return {
    get alive() {
      return alive;
    },
    async ask(model) {
      const start = performance.now();
      stderr = '';
      const answer = await new Promise<Partial<ChildReport> & { outcome: string }>((resolve) => {
        const stop = (outcome: string) => {
          end();
          resolve({ outcome });
        };
        const timer = setTimeout(() => stop('hung'), PATIENCE);
        const watch = setInterval(() => memoryOf(child) > 6000 && stop('took more than 6 GB'), 100);
        settle = (report) => {
          clearTimeout(timer);
          clearInterval(watch);
          resolve(report);
        };
        child.stdin.write(`${model}\n`);
      });
      return { message: '', milliseconds: performance.now() - start, grown: 0, ...answer };
    },
    stop: end,
  };

  function memoryOf({ pid }: ChildProcess): number {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    } catch {
      return 0;
    }
  }
}
