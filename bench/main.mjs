/**
 * `npm run bench`: what an explanation costs, as a multiple of plain forward passes of the same file measured in the same run.
 * `--json` prints one object. Machines are noisy: compare figures of one run only.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureProcess } from './measureProcess.mjs';
import { median } from './statistics.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const shared = process.env.SMOOTHGRAD_SHARED ?? join(root, '..', 'shared');
const bin = join(root, 'packages', 'smoothgrad', 'bin', 'smoothgrad.js');
const photo = join(root, 'photos', 'cat.jpg');
const rounds = 5;
const samples = 50;

const networks = [
  { name: 'efficientnet-lite0 (bundled)', file: join(root, 'models', 'efficientnet-lite0', 'model.onnx') },
  ...['squeezenet-1.1', 'mobilenet-v1', 'mobilenet-v2', 'tiny-darknet'].map((name) => ({
    name,
    file: join(shared, 'models', name, 'model.onnx'),
  })),
].filter(({ file }) => existsSync(file));

const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-bench-'));
try {
  const results = [];
  for (const network of networks) results.push(await measure(network));
  const report = {
    machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version },
    samples,
    networks: results,
  };
  if (process.argv.includes('--json')) console.log(JSON.stringify(report));
  else print(report);
} finally {
  rmSync(folder, { recursive: true });
}

/** Forward passes and whole explanations in turn, so that both see the same noise of the machine. */
async function measure({ name, file }) {
  const forward = [];
  const runs = [];
  const output = join(folder, 'map.png');
  for (let round = 0; round < rounds; round++) {
    forward.push(Number((await measureProcess([join(root, 'bench', 'forward.mjs'), file, '2', '40'])).output));
    runs.push(
      await measureProcess([
        bin,
        'explain',
        photo,
        '--model',
        file,
        '--samples',
        `${samples}`,
        '-o',
        output,
        '--quiet',
        '--json',
        '--force',
      ]),
    );
  }
  const forwardMs = median(forward);
  const seconds = median(runs.map((run) => run.seconds));
  const budget = (samples * 4 * forwardMs) / 1000 + 1.5;
  return {
    name,
    forwardMs: round(forwardMs),
    secondsToPicture: round(seconds),
    budgetSeconds: round(budget),
    forwardPassesASample: round((seconds * 1000) / samples / forwardMs),
    peakMb: Math.max(...runs.map((run) => run.peakMb ?? 0)) || null,
  };
}

function round(value) {
  return Math.round(value * 100) / 100;
}

function print({ machine, networks: rows }) {
  console.log(
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; medians of ${rounds} interleaved rounds\n`,
  );
  console.log(
    `n = ${samples}, process start to finished picture. Budget: ${samples} × 4 forward passes (2 threads, batch 1) + 1.5 s\n`,
  );
  console.table(
    Object.fromEntries(
      rows.map((row) => [
        row.name,
        {
          'forward pass, ms': row.forwardMs,
          'to picture, s': row.secondsToPicture,
          'budget, s': row.budgetSeconds,
          'forward passes a sample, start-up included': row.forwardPassesASample,
          'peak memory, MB': row.peakMb,
        },
      ]),
    ),
  );
}
