import { median } from '../statistics.mjs';

/**
 * One round: `runs` runs one after the other. The wall-clock time is the median run's, which an interruption does not touch;
 * the processor time (of this process, all threads) is the mean.
 *
 * @param {() => Promise<unknown>} run computes `samples` samples
 */
export async function timeRuns(run, runs, samples = 1) {
  const times = [];
  const before = process.cpuUsage();
  for (let i = 0; i < runs; i++) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(before);
  return { ms: median(times) / samples, cpuMs: (user + system) / 1000 / runs / samples };
}
