import { join } from 'node:path';
import { interleave } from '../interleave.mjs';
import { compile, hasCache, photo, smoothgrad } from '../smoothgrad.mjs';
import { median, rounded, spread } from '../statistics.mjs';

export const samples = 50;

/**
 * The whole command line, from the start of the process to its end: the finished n = 50 picture and the first gradient, each
 * without and with the explainer in the cache, the peak memory with one and two workers, and `compile`.
 */
export const commandLine = {
  byDefault: true,
  async measureNetwork(network, context) {
    const explain = (...options) =>
      smoothgrad(
        [
          'explain',
          photo,
          '--model',
          network.file,
          '-o',
          join(context.folder, 'map.png'),
          '--quiet',
          '--json',
          '--force',
        ].concat(options),
        context,
      );
    const picture = ['--samples', `${samples}`];
    const firstGradient = ['--method', 'gradient'];
    const caches = await hasCache(context);
    const uncached = caches ? ['--no-cache'] : [];
    if (caches) await explain(...firstGradient);
    const results = await interleave(
      {
        compile: async () => ({ seconds: (await compile(network, context)).compileMs / 1000 }),
        picture: () => explain(...picture, ...uncached),
        firstGradient: () => explain(...firstGradient, ...uncached),
        oneWorker: () => explain(...picture, ...uncached, '--workers', '1'),
        twoWorkers: () => explain(...picture, ...uncached, '--workers', '2'),
        ...(caches && {
          cachedPicture: () => explain(...picture),
          cachedFirstGradient: () => explain(...firstGradient),
        }),
      },
      Math.min(context.rounds, 3),
    );
    for (const { error } of Object.values(results)) if (error) throw new Error(error);
    return summarise(results);
  },
};

export function summarise(results) {
  const ms = (name) => results[name]?.rounds.map(({ seconds }) => seconds * 1000);
  const typical = (name) => (ms(name) ? rounded(median(ms(name))) : null);
  const peak = (name) => {
    const peaks = results[name].rounds.map(({ peakMb }) => peakMb).filter((mb) => mb !== null);
    return peaks.length > 0 ? Math.max(...peaks) : null;
  };
  return {
    compileMs: typical('compile'),
    coldStartMs: typical('picture'),
    coldStartSpread: rounded(spread(ms('picture'))),
    firstGradientMs: typical('firstGradient'),
    cachedColdStartMs: typical('cachedPicture'),
    cachedFirstGradientMs: typical('cachedFirstGradient'),
    peakRssMb: peak('twoWorkers'),
    peakRssOneWorkerMb: peak('oneWorker'),
  };
}
