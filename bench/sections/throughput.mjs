import { startEngine, startSession } from '../competitors/index.mjs';
import { interleave } from '../interleave.mjs';
import { compile } from '../smoothgrad.mjs';
import { median, quotients, rounded, spread } from '../statistics.mjs';

/**
 * Samples a second of two workers against one, in the engine that `explain` uses; and what the machine allows: the bare runtime in
 * two processes at once, which share nothing but caches and memory, against one.
 */
export const throughput = {
  byDefault: true,
  async measureNetwork(network, context) {
    const { file } = await compile(network, context);
    const started = [];
    const keep = (competitor) => {
      started.push(competitor);
      return competitor;
    };
    try {
      const [one, two] = [keep(await startEngine(file, 1)), keep(await startEngine(file, 2))];
      const [alone, beside] = [keep(await startSession(file)), keep(await startSession(file))];
      const results = await interleave(
        { one: one.round, two: two.round, alone: alone.round, together: () => together([alone, beside]) },
        context.rounds,
      );
      for (const { error } of Object.values(results)) if (error) throw new Error(error);
      const times = Object.fromEntries(
        Object.entries(results).map(([name, { rounds }]) => [name, rounds.map(({ ms }) => ms)]),
      );
      const gains = quotients(times.one, times.two);
      return {
        twoWorkers: {
          samplesPerSecond: rounded(1000 / median(times.two)),
          gain: rounded(median(gains)),
          gainSpread: rounded(spread(gains)),
          machineGain: rounded(median(quotients(times.alone, times.together))),
        },
      };
    } finally {
      for (const { close } of started) await close();
    }
  },
};

/** Milliseconds a sample of processes that compute at once. */
async function together(sessions) {
  const rounds = await Promise.all(sessions.map(({ round }) => round()));
  const perMillisecond = rounds.reduce((sum, { ms }) => sum + 1 / ms, 0);
  return { ms: 1 / perMillisecond, cpuMs: rounds.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / rounds.length };
}
