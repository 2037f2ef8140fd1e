/** The tables of a result: columns as data, so that a terminal and a page can draw them. */
import { peers } from '../peers.mjs';

const number = (value) => (value === null || value === undefined ? '' : `${value}`);
const percent = (share) => (share === null || share === undefined ? '' : `${Math.round(100 * share)} %`);
const seconds = (ms) => (ms === null || ms === undefined ? '' : (ms / 1000).toFixed(2));

/** `32.1 (2.6)`: milliseconds and the quotient; a peer that failed is a dash. */
const withRatio = (figures) => {
  if (!figures) return '';
  return figures.error ? '-' : `${figures.msPerSample} (${figures.cpuRatio})`;
};

/** @returns {{ section: string, title: string, note: string, columns: string[], rows: string[][] }[]} those that have rows */
export function tablesOf({ machine, networks, rounds, load, wasm, passes }) {
  const tables = {
    samples: samplesTable(networks, rounds, machine.otherCores > mostOthers),
    throughput: throughputTable(networks),
    commandLine: commandLineTable(networks),
    peerProcesses: peerProcessTable(networks),
    load: loadTable(load),
    wasm: wasmTable(wasm),
    passes: passesTable(passes),
  };
  return Object.entries(tables)
    .filter(([, { rows }]) => rows.length > 0)
    .map(([section, table]) => ({ section, ...table }));
}

/** Of a machine that others keep busy the peak cannot be measured: their work slows a matrix product more than a small network. */
const mostOthers = 0.5;

function samplesTable(networks, rounds, isBusy) {
  return {
    title: 'One sample',
    note:
      `Forward pass and input gradient, batch 1, one thread: milliseconds (medians of ${rounds} interleaved rounds), in parentheses the processor ` +
      "time as a multiple of ONNX Runtime's forward pass of the same file. Peers run in the fastest of their forms (module of timm or onnx2torch, " +
      'channels_last or not, batch 1 or 4). GFLOP/s count twice the forward pass; the peak is a product of 2048 x 2048 matrices in ONNX Runtime.',
    columns: [
      'network',
      'forward',
      'smoothgrad',
      ...Object.values(peers).map(({ title }) => title),
      'GFLOP/s',
      'of the peak',
    ],
    rows: networks
      .filter(({ msPerSample }) => msPerSample)
      .map((network) => [
        network.name,
        number(network.forwardMs),
        withRatio(network),
        ...Object.keys(peers).map((name) => withRatio(network.peers?.[name])),
        number(network.gflops),
        isBusy ? '-' : percent(network.peakShare),
      ]),
  };
}

function passesTable(passes = []) {
  return {
    title: 'Passes',
    note: 'How often the bundled network is run, and how often it must be by definition (the clean photo once, then each sample and point).',
    columns: ['what', 'needed', 'counted'],
    rows: passes.map(({ what, needed, counted }) => [what, number(needed), number(counted)]),
  };
}

function throughputTable(networks) {
  return {
    title: 'Two workers',
    note:
      "Samples a second in smoothgrad's engine with two workers, and how many times as many as with one; beside it what the machine allows: the bare " +
      'runtime in two processes at once against one.',
    columns: ['network', 'samples a second', 'against one worker', 'two processes'],
    rows: networks
      .filter(({ twoWorkers }) => twoWorkers)
      .map(({ name, twoWorkers: { samplesPerSecond, gain, machineGain } }) => [
        name,
        number(samplesPerSecond),
        `${gain} x`,
        machineGain ? `${machineGain} x` : '',
      ]),
  };
}

function commandLineTable(networks) {
  return {
    title: 'The command line',
    note:
      'Whole processes: seconds from the start to the finished picture (n = 50) and to the first gradient, in parentheses with the explainer in ' +
      'the cache; peak memory with one and two workers.',
    columns: ['network', 'compile, s', 'picture, s', 'first gradient, s', '1 worker, MB', '2 workers, MB'],
    rows: networks
      .filter(({ coldStartMs }) => coldStartMs)
      .map((network) => [
        network.name,
        seconds(network.compileMs),
        cached(network.coldStartMs, network.cachedColdStartMs),
        cached(network.firstGradientMs, network.cachedFirstGradientMs),
        number(network.peakRssOneWorkerMb),
        number(network.peakRssMb),
      ]),
  };
}

const cached = (without, withCache) => (withCache ? `${seconds(without)} (${seconds(withCache)})` : seconds(without));

function peerProcessTable(networks) {
  const process = (measured) => {
    if (!measured) return '';
    return measured.error ? '-' : `${seconds(measured.coldStartMs)} s, ${measured.peakRssMb} MB`;
  };
  return {
    title: 'A first map with other tools',
    note: 'Whole processes, from the start to the n = 50 map, two threads, batch 4 (PAIR and onnx-ad: 1); peak memory.',
    columns: ['network', 'smoothgrad', ...Object.values(peers).map(({ title }) => title)],
    rows: networks
      .filter(({ peerProcesses }) => peerProcesses)
      .map((network) => [
        network.name,
        network.coldStartMs ? `${seconds(network.coldStartMs)} s, ${network.peakRssMb} MB` : '',
        ...Object.keys(peers).map((name) => process(network.peerProcesses[name])),
      ]),
  };
}

function loadTable(load = {}) {
  return {
    title: 'A busy machine',
    note: 'Milliseconds per sample without and with a competing process per core, in turn.',
    columns: ['network', 'how it runs', 'quiet', 'busy', 'slower by'],
    rows: Object.entries(load).flatMap(([network, runs]) =>
      Object.entries(runs).map(([name, { quietMs, busyMs, slowdown, error }]) =>
        error ? [network, name, '-', '-', '-'] : [network, name, number(quietMs), number(busyMs), `${slowdown} x`],
      ),
    ),
  };
}

function wasmTable(wasm = {}) {
  const ms = (cpuMs, error) => (error ? '-' : number(cpuMs));
  return {
    title: 'WebAssembly',
    note:
      'Milliseconds of processor time per sample in Node.js, one thread: onnxruntime-web with the explainer for it, and TensorFlow.js with the same ' +
      'network.',
    columns: ['network', 'forward, onnxruntime-web', 'smoothgrad', 'forward, TensorFlow.js', 'TensorFlow.js'],
    rows: Object.entries(wasm).map(([network, { forwardCpuMs, cpuMsPerSample, error, tfjs = {} }]) => [
      network,
      number(forwardCpuMs),
      ms(cpuMsPerSample, error),
      number(tfjs.forwardCpuMs),
      ms(tfjs.cpuMsPerSample, tfjs.error),
    ]),
  };
}

/** Why something has no figure. @returns {string[]} one sentence each */
export function failuresOf({ networks, wasm = {} }) {
  const lines = [];
  for (const { name, errors = {}, peers: measured = {}, peerProcesses = {} } of networks) {
    for (const [section, reason] of Object.entries(errors)) lines.push(`${name}, ${section}: ${reason}`);
    for (const [peer, { error }] of Object.entries(measured)) if (error) lines.push(`${name}, ${peer}: ${error}`);
    for (const [peer, { error }] of Object.entries(peerProcesses)) {
      if (error && !measured[peer]?.error) lines.push(`${name}, a whole process of ${peer}: ${error}`);
    }
  }
  for (const [name, { error, tfjs = {} }] of Object.entries(wasm)) {
    if (error) lines.push(`${name}, WebAssembly: ${error}`);
    if (tfjs.error) lines.push(`${name}, TensorFlow.js: ${tfjs.error}`);
  }
  return lines;
}

/** Which machine, and how much of it was busy. */
export function machineLine({ date, machine }) {
  const { cpu, cores, memoryGb, node, onnxruntime, gemmGflops, otherCores } = machine;
  const parts = [
    `${cpu.trim()}, ${cores} cores, ${memoryGb} GB, Node.js ${node}, onnxruntime-node ${onnxruntime}`,
    gemmGflops && `matrix product ${gemmGflops} GFLOP/s on one thread`,
    otherCores !== undefined && otherCores !== null && `other processes kept ${otherCores} cores busy`,
    date.slice(0, 10),
  ];
  return parts.filter(Boolean).join('; ');
}
