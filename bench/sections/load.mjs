import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { startEngine, startPeers, startSession } from '../competitors/index.mjs';
import { interleave } from '../interleave.mjs';
import { compile } from '../smoothgrad.mjs';
import { median, quotients, rounded } from '../statistics.mjs';

const asked = ['efficientnet-lite0', 'resnet18'];

/**
 * A busy machine: the same rounds with and without a competing process per core. Sessions with a thread per core wait for their slowest
 * thread at every operator; workers with one thread each do not wait for each other.
 */
export const load = {
  byDefault: false,
  async measure(networks, context) {
    const chosen = networks.filter(({ name }) => asked.includes(name));
    const results = {};
    for (const network of chosen.length > 0 ? chosen : networks.slice(0, 1)) {
      results[network.name] = await measureNetwork(network, context);
    }
    return results;
  },
};

async function measureNetwork(network, context) {
  const { file } = await compile(network, context);
  const cores = cpus().length;
  const hogs = startHogs(cores);
  const started = [hogs];
  const keep = (competitor) => {
    started.push(competitor);
    return competitor;
  };
  try {
    const ours = {
      'one thread': keep(await startSession(file)),
      [`${cores} workers`]: keep(await startEngine(file, cores)),
      [`one session, ${cores} threads`]: keep(await startSession(file, { threads: cores })),
    };
    const { competitors } = keep(await startPeers(network, { threads: cores, names: ['torch'] }));
    if (competitors.torch?.round) ours[`PyTorch, ${cores} threads`] = competitors.torch;
    const contestants = {};
    for (const [name, { round }] of Object.entries(ours)) {
      contestants[`quiet ${name}`] = round;
      contestants[`busy ${name}`] = () => hogs.during(round);
    }
    const results = await interleave(contestants, context.rounds);
    return Object.fromEntries(Object.keys(ours).map((name) => [name, summarise(name, results)]));
  } finally {
    for (const { close } of started.reverse()) await close();
  }
}

function summarise(name, results) {
  const [quiet, busy] = [results[`quiet ${name}`], results[`busy ${name}`]];
  const error = quiet.error ?? busy.error;
  if (error) return { error };
  const times = ({ rounds }) => rounds.map(({ ms }) => ms);
  return {
    quietMs: rounded(median(times(quiet))),
    busyMs: rounded(median(times(busy))),
    slowdown: rounded(median(quotients(times(busy), times(quiet)))),
  };
}

/** Processes that compute for nothing, stopped except `during` a round. */
function startHogs(count) {
  const hogs = Array.from({ length: count }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore', detached: false }),
  );
  const signal = (name) => {
    for (const hog of hogs) hog.kill(name);
  };
  signal('SIGSTOP');
  return {
    async during(round) {
      signal('SIGCONT');
      try {
        return await round();
      } finally {
        signal('SIGSTOP');
      }
    },
    close: async () => signal('SIGKILL'),
  };
}
