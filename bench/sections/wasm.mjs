import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startProcess } from '../competitors/process.mjs';
import { interleave } from '../interleave.mjs';
import { compile } from '../smoothgrad.mjs';
import { median, rounded } from '../statistics.mjs';

const asked = ['squeezenet-1.1', 'resnet18', 'mobilenet-v2'];
const runs = 2;
const script = (name) => fileURLToPath(new URL(`../web/${name}`, import.meta.url));

/**
 * WebAssembly on one thread, in Node.js: the explainer for `wasm` in onnxruntime-web, and TensorFlow.js where `npm ci --prefix bench/web`
 * has installed it.
 */
export const wasm = {
  byDefault: false,
  async measure(networks, context) {
    const hasTfjs = existsSync(script('node_modules'));
    if (!hasTfjs) context.say('TensorFlow.js is not here, left out: npm ci --prefix bench/web');
    const results = {};
    for (const network of networks.filter(({ name }) => asked.includes(name))) {
      results[network.name] = await measureNetwork(network, hasTfjs, context);
    }
    return results;
  },
};

async function measureNetwork(network, hasTfjs, context) {
  const { file } = await compile(network, context, { options: ['--target', 'wasm'], suffix: '-wasm' });
  const commands = {
    forward: ['onnxruntimeProcess.mjs', network.file],
    ours: ['onnxruntimeProcess.mjs', file],
    ...(hasTfjs && {
      tfjsForward: ['tfjsProcess.mjs', network.file, 'forward'],
      tfjs: ['tfjsProcess.mjs', network.file, 'gradient'],
    }),
  };
  const started = [];
  const contestants = {};
  try {
    for (const [name, [file, ...args]] of Object.entries(commands)) {
      try {
        const child = await startProcess(process.execPath, [script(file), ...args]);
        started.push(child);
        contestants[name] = () => child.ask({ runs });
      } catch (error) {
        contestants[name] = async () => {
          throw error;
        };
      }
    }
    return summarise(await interleave(contestants, context.rounds));
  } finally {
    for (const { close } of started) await close();
  }
}

/** Processor time too: on one thread it is what the clock would say on a quiet machine. */
export function summarise({ forward, ours, tfjsForward, tfjs }) {
  const typical = (result, clock) =>
    result?.rounds ? rounded(median(result.rounds.map((round) => round[clock]))) : null;
  const figures = (first, second) => ({
    forwardMs: typical(first, 'ms'),
    forwardCpuMs: typical(first, 'cpuMs'),
    msPerSample: typical(second, 'ms'),
    cpuMsPerSample: typical(second, 'cpuMs'),
    ...(second.error && { error: second.error }),
  });
  return { ...figures(forward, ours), ...(tfjs && { tfjs: figures(tfjsForward, tfjs) }) };
}
