import { threadVariables } from '../competitors/index.mjs';
import { startProcess } from '../competitors/process.mjs';
import { peerArguments, peerPython, peers } from '../peers.mjs';
import { rounded } from '../statistics.mjs';
import { samples } from './commandLine.mjs';

const threads = 2;

/**
 * What a whole process of each peer needs for one n = 50 map: from its start to the map, and its peak memory. Two threads, batch 4, the
 * network as PyTorch users have it; imports and loading count, as they do for `smoothgrad`.
 */
export const peerProcesses = {
  byDefault: false,
  async measureNetwork(network) {
    const python = peerPython();
    if (python === null) return {};
    const processes = {};
    for (const name of Object.keys(peers)) processes[name] = await measurePeer(python, network, name);
    return { peerProcesses: processes };
  },
};

async function measurePeer(python, network, name) {
  const started = performance.now();
  try {
    const args = peerArguments(network, [name], { threads, batch: name === 'pair' ? 1 : 4 });
    const child = await startProcess(python, args, { env: threadVariables(threads) });
    try {
      const { error } = child.ready.peers[name];
      if (error) return { error };
      const { peakRssMb } = await child.ask({ peer: name, samples });
      return { coldStartMs: rounded(performance.now() - started), peakRssMb };
    } finally {
      await child.close();
    }
  } catch (error) {
    return { error: error.message };
  }
}
