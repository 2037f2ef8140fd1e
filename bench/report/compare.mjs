/**
 * What became slower or larger since an earlier result of the same kind of machine. Speed is compared by quotients (to the forward
 * pass, by processor time) or, for whole processes, by seconds; both only where the change is larger than the noise of both runs.
 */

/** Smaller changes are nothing, however quiet the machine was. */
const least = { cpuRatio: 0.05, coldStartMs: 0.2, peakRssMb: 0.08 };

const measures = [
  { key: 'cpuRatio', spread: 'cpuRatioSpread', title: 'processor time per sample ÷ forward' },
  { key: 'coldStartMs', spread: 'coldStartSpread', title: 'ms to the picture' },
  { key: 'peakRssMb', title: 'peak memory, MB' },
];

/** @returns {{ network: string, what: string, before: number, after: number, change: number }[]} worst first */
export function compareWithLast(before, after) {
  const changes = [];
  for (const network of after.networks) {
    const old = before.networks.find(({ name }) => name === network.name);
    if (!old) continue;
    for (const { key, spread, title } of measures) {
      const change = network[key] / old[key] - 1;
      if (!Number.isFinite(change)) continue;
      // Three times the half-width in which half of all rounds lie: rarely left by chance.
      const noise = 3 * ((old[spread] ?? 0) + (network[spread] ?? 0));
      if (change > Math.max(least[key], noise)) {
        changes.push({ network: network.name, what: title, before: old[key], after: network[key], change });
      }
    }
  }
  return { since: before.date.slice(0, 10), slower: changes.sort((a, b) => b.change - a.change) };
}
