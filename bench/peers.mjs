import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './networks.mjs';

const folder = join(root, 'bench', 'peers');
const environment = process.env.SMOOTHGRAD_PEERS ?? join(folder, '.venv');

/** The Python tools that are measured beside smoothgrad, in the order of the tables. One script may run several. */
export const peers = {
  torch: { title: 'PyTorch', script: 'torch_peers.py' },
  captum: { title: 'Captum', script: 'torch_peers.py' },
  pair: { title: 'PAIR', script: 'torch_peers.py' },
  'onnx-ad': { title: 'onnx-ad', script: 'onnx_ad_peer.py' },
};

export const howToGetPeers =
  'The peer columns are empty: bench/peers/setup installs the Python tools (or SMOOTHGRAD_PEERS names an environment that has them).';

/** The environment's Python, or null where the peers are not installed. */
export function peerPython() {
  const python = join(environment, 'bin', 'python');
  return existsSync(python) ? python : null;
}

/** What to start for `names`, which share a script. */
export function peerArguments(network, names, { threads, batch }) {
  const { script } = peers[names[0]];
  const args = [join(folder, script), network.file, `${threads}`];
  if (script === 'torch_peers.py') {
    args.push(names.join(','));
    if (network.timm) args.push('--timm', network.timm);
    if (batch) args.push('--batch', `${batch}`);
  }
  return args;
}
