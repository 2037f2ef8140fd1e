/**
 * Runs all contestants in turn, round by round, each round starting one further, so that a drift of the machine and the order
 * hit all alike. One that fails is out for good; its reason is its result.
 *
 * @template T
 * @param {Readonly<Record<string, () => Promise<T>>>} contestants what one round of each is
 * @param {number} rounds
 * @returns {Promise<Record<string, { rounds: T[] } | { error: string }>>} of those without an error, as many rounds as asked for
 */
export async function interleave(contestants, rounds) {
  const names = Object.keys(contestants);
  const results = Object.fromEntries(names.map((name) => [name, { rounds: [] }]));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length];
      if ('error' in results[name]) continue;
      try {
        results[name].rounds.push(await contestants[name]());
      } catch (error) {
        results[name] = { error: error.message };
      }
    }
  }
  return results;
}
