import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startSession } from '../competitors/index.mjs';
import { interleave } from '../interleave.mjs';
import { openNetwork } from '../networks.mjs';
import { compile, photo, smoothgrad } from '../smoothgrad.mjs';
import { median, rounded } from '../statistics.mjs';

const counts = [10, 30, 100, 300, 1000];
const sizes = [128, 192, 256, 384, 512];
const batches = [1, 2, 4, 8];
const workers = [1, 2, 3, 4];

/**
 * How time and memory grow: with the number of samples and of workers (the whole command line), with pixels and batch (one compiled
 * explainer, one thread). All points of a curve are measured in turn.
 */
export const growth = {
  byDefault: false,
  async measure(networks, context) {
    const network = networks.find(({ name }) => name === 'efficientnet-lite0') ?? networks[0];
    const curves = {
      samples: await commandCurve(network, counts, (n) => ['--samples', `${n}`], context),
      workers: await commandCurve(network, workers, (n) => ['--samples', '100', '--workers', `${n}`], context),
    };
    if (existsSync(openNetwork.file)) {
      const size = (pixels) => ['--size', `${pixels}`];
      const batch = (n) => ['--size', '224', '--batch', `${n}`];
      curves.pixels = await sessionCurve(openNetwork, sizes, size, () => 1, context);
      curves.batch = await sessionCurve(openNetwork, batches, batch, (n) => n, context);
    }
    return curves;
  },
};

/** Seconds and memory of whole processes. */
async function commandCurve(network, values, optionsOf, context) {
  const output = join(context.folder, 'map.png');
  const explain = (value) =>
    smoothgrad(
      ['explain', photo, '--model', network.file, '-o', output, '--quiet', '--json', '--force', ...optionsOf(value)],
      context,
    );
  const results = await interleave(
    Object.fromEntries(values.map((value) => [`${value}:`, () => explain(value)])),
    curveRounds(context),
  );
  return {
    network: network.name,
    points: pointsOf(values, results, (rounds) => ({
      seconds: rounded(median(rounds.map(({ seconds }) => seconds))),
      peakRssMb: Math.max(...rounds.map(({ peakMb }) => peakMb ?? 0)) || null,
    })),
  };
}

/** Milliseconds per sample and memory of sessions. */
async function sessionCurve(network, values, optionsOf, batchOf, context) {
  const sessions = {};
  try {
    for (const value of values) {
      const { file } = await compile(network, context, { options: optionsOf(value), suffix: `-${value}` });
      sessions[`${value}:`] = await startSession(file, { batch: batchOf(value) });
      rmSync(file);
    }
    const contestants = Object.fromEntries(Object.entries(sessions).map(([value, { round }]) => [value, round]));
    const results = await interleave(contestants, curveRounds(context));
    return {
      network: network.name,
      points: pointsOf(values, results, (rounds) => ({
        msPerSample: rounded(median(rounds.map(({ ms }) => ms))),
        cpuMsPerSample: rounded(median(rounds.map(({ cpuMs }) => cpuMs))),
        peakRssMb: Math.max(...rounds.map(({ peakRssMb }) => peakRssMb)),
      })),
    };
  } finally {
    for (const { close } of Object.values(sessions)) await close();
  }
}

/** What each point's rounds come to, or why there are none. */
const pointsOf = (values, results, summary) =>
  values.map((value) => {
    const { rounds, error } = results[`${value}:`];
    return error ? { value, error } : { value, ...summary(rounds) };
  });

/** A curve shows its noise itself: few rounds are enough. */
const curveRounds = ({ rounds }) => Math.min(rounds, 3);
