import { startEngine } from '../competitors/index.mjs';
import { interleave } from '../interleave.mjs';
import { compile } from '../smoothgrad.mjs';
import { median, quotients, rounded, spread } from '../statistics.mjs';

/** Samples a second of two workers against one, in the engine that `explain` uses. */
export const throughput = {
  byDefault: true,
  async measureNetwork(network, context) {
    const { file } = await compile(network, context);
    const one = await startEngine(file, 1);
    try {
      const two = await startEngine(file, 2);
      try {
        const { one: first, two: second } = await interleave({ one: one.round, two: two.round }, context.rounds);
        for (const { error } of [first, second]) if (error) throw new Error(error);
        const times = (result) => result.rounds.map(({ ms }) => ms);
        const gains = quotients(times(first), times(second));
        return {
          twoWorkers: {
            samplesPerSecond: rounded(1000 / median(times(second))),
            gain: rounded(median(gains)),
            gainSpread: rounded(spread(gains)),
          },
        };
      } finally {
        await two.close();
      }
    } finally {
      await one.close();
    }
  },
};
