/**
 * What can be measured. A section has `measureNetwork(network, context)`, which returns fields of that network's result, or
 * `measure(networks, context)`, which returns a result of its own.
 */
import { commandLine } from './commandLine.mjs';
import { growth } from './growth.mjs';
import { load } from './load.mjs';
import { passes } from './passes.mjs';
import { peerProcesses } from './peerProcesses.mjs';
import { samples } from './samples.mjs';
import { throughput } from './throughput.mjs';
import { wasm } from './wasm.mjs';

export const sections = { samples, throughput, commandLine, peerProcesses, passes, growth, load, wasm };
