/**
 * Who is measured against whom. A competitor is `{ round(): Promise<{ ms, cpuMs }>, form? }`, both for one sample, or `{ error }`.
 */
import { fileURLToPath } from 'node:url';
import { peerArguments, peerPython, peers } from '../peers.mjs';
import { gemmFile } from './gemm.mjs';
import { startProcess } from './process.mjs';

/** A round takes about this long, or one run where that is longer. */
const roundMs = 300;
const mostRuns = 50;

const runsFor = (ms) => Math.max(1, Math.min(mostRuns, Math.round(roundMs / ms)));

/** An .onnx file in ONNX Runtime, `threads` threads. */
export async function startSession(file, { threads = 1, batch = 1 } = {}) {
  const script = fileURLToPath(new URL('./sessionProcess.mjs', import.meta.url));
  const child = await startProcess(process.execPath, [script, file, `${threads}`, `${batch}`]);
  const runs = runsFor(child.ready.ms);
  return { round: () => child.ask({ runs }), close: child.close };
}

/** An explainer in smoothgrad's own worker threads. */
export async function startEngine(file, workers) {
  const script = fileURLToPath(new URL('./engineProcess.mjs', import.meta.url));
  const child = await startProcess(process.execPath, [script, file, `${workers}`]);
  const runs = Math.max(2 * workers, runsFor(child.ready.ms));
  return { round: () => child.ask({ runs }), close: child.close };
}

/** A product of two 2048 x 2048 matrices: as fast as the runtime gets on this machine. `ms` becomes GFLOP/s by `gemmGflop`. */
export async function startGemm(folder) {
  return startSession(gemmFile(folder));
}

/** The Python peers, each script in one process. Without the environment there are none. */
export async function startPeers(network, { threads = 1, names = Object.keys(peers) } = {}) {
  const python = peerPython();
  if (python === null) return { competitors: {}, close: async () => {} };
  const competitors = {};
  const children = [];
  for (const script of new Set(names.map((name) => peers[name].script))) {
    const group = names.filter((name) => peers[name].script === script);
    try {
      const args = peerArguments(network, group, { threads });
      const child = await startProcess(python, args, { env: threadVariables(threads) });
      children.push(child);
      for (const name of group) competitors[name] = peerOf(child, name);
    } catch (error) {
      for (const name of group) competitors[name] = { error: error.message };
    }
  }
  return { competitors, close: () => Promise.all(children.map(({ close }) => close())) };
}

function peerOf(child, peer) {
  const { error, form, ms } = child.ready.peers[peer];
  if (error) return { error };
  const samples = runsFor(ms);
  return { form, round: () => child.ask({ peer, samples }) };
}

/** Libraries that count cores themselves are told too. */
export function threadVariables(threads) {
  return { OMP_NUM_THREADS: `${threads}`, MKL_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` };
}
