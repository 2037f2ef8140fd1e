import { join } from 'node:path';
import { measureProcess } from './measureProcess.mjs';
import { root } from './networks.mjs';

/** The command line under test, as a user starts it. */
const bin = join(root, 'packages', 'smoothgrad', 'bin', 'smoothgrad.js');
export const photo = join(root, 'photos', 'cat.jpg');

/** Runs `smoothgrad ARGS` and measures the process. Its cache, if it has one, is in `cache`. */
export function smoothgrad(args, { cache }) {
  return measureProcess([bin, ...args], { XDG_CACHE_HOME: cache });
}

/** Whether explainers are cached, so that there is something to switch off. */
export async function hasCache(context) {
  const { output } = await smoothgrad(['explain', '--help'], context);
  return output.includes('--no-cache');
}

/** Compiles `network` into `context.folder`: the file, and how long the process took. */
export async function compile(network, context, { options = [], suffix = '' } = {}) {
  const file = join(context.folder, `${network.name}${suffix}.explainer.onnx`);
  const { seconds } = await smoothgrad(['compile', network.file, '-o', file, '--force', ...options], context);
  return { file, compileMs: seconds * 1000 };
}
