import { gemmGflop } from '../competitors/gemm.mjs';
import { startGemm, startPeers, startSession } from '../competitors/index.mjs';
import { interleave } from '../interleave.mjs';
import { peers } from '../peers.mjs';
import { compile, smoothgrad } from '../smoothgrad.mjs';
import { median, quotients, rounded, spread } from '../statistics.mjs';

/**
 * The price of one sample (forward pass and input gradient) at batch 1 on one thread, for smoothgrad and its peers, against the forward
 * pass of the same file in the same rounds.
 */
export const samples = {
  byDefault: true,
  async measureNetwork(network, context) {
    const { file } = await compile(network, context);
    const { output } = await smoothgrad(['inspect', network.file, '--json'], context);
    const { flops } = JSON.parse(output);
    const started = [];
    const keep = (competitor) => {
      started.push(competitor);
      return competitor;
    };
    try {
      const gemm = keep(await startGemm(context.folder));
      const forward = keep(await startSession(network.file));
      const ours = keep(await startSession(file));
      const { competitors } = keep(await startPeers(network));
      const results = await interleave(roundsOf({ gemm, forward, ours, ...competitors }), context.rounds);
      return { ...summarise(results, flops, competitors), gflop: flops / 1e9 };
    } finally {
      for (const { close } of started) await close();
    }
  },
};

function roundsOf(competitors) {
  const contestants = {};
  for (const [name, competitor] of Object.entries(competitors)) {
    contestants[name] = async () => {
      if (competitor.error) throw new Error(competitor.error);
      return competitor.round();
    };
  }
  return contestants;
}

/**
 * `ratio` is by the clock, `cpuRatio` by processor time, which other people's work on the machine hardly touches. GFLOP/s count what
 * must be computed: twice the forward pass (once forward, once back to the image).
 */
export function summarise(results, flops, competitors = {}) {
  for (const name of ['gemm', 'forward', 'ours']) if (results[name].error) throw new Error(results[name].error);
  const figures = (name) => figuresOf(results[name].rounds, results.forward.rounds);
  const { msPerSample, ...ours } = figures('ours');
  const useful = (2 * flops) / 1e6;
  return {
    forwardMs: rounded(median(wall(results.forward.rounds))),
    msPerSample,
    ...ours,
    gflops: rounded(useful / median(wall(results.ours.rounds))),
    // By processor time: on a busy machine the clock also counts what others computed. The peak is the best round.
    cpuGflops: rounded(useful / median(cpu(results.ours.rounds))),
    gemmGflops: rounded((1000 * gemmGflop) / Math.min(...cpu(results.gemm.rounds))),
    peers: Object.fromEntries(
      Object.keys(peers)
        .filter((name) => name in results)
        .map((name) => [
          name,
          results[name].error
            ? { error: results[name].error }
            : { ...figures(name), ...(competitors[name]?.form && { form: competitors[name].form }) },
        ]),
    ),
  };
}

/** Adds to each network its share of the best matrix product of the whole run, which is returned: a peak is a maximum. */
export function addPeakShares(networks) {
  const measured = networks.filter(({ cpuGflops }) => cpuGflops);
  if (measured.length === 0) return null;
  const peak = Math.max(...measured.map(({ gemmGflops }) => gemmGflops));
  for (const network of measured) network.peakShare = rounded(network.cpuGflops / peak);
  return peak;
}

function figuresOf(rounds, forward) {
  const ratios = quotients(wall(rounds), wall(forward));
  const cpuRatios = quotients(cpu(rounds), cpu(forward));
  return {
    msPerSample: rounded(median(wall(rounds))),
    ratio: rounded(median(ratios)),
    ratioSpread: rounded(spread(ratios)),
    cpuRatio: rounded(median(cpuRatios)),
    cpuRatioSpread: rounded(spread(cpuRatios)),
  };
}

const wall = (rounds) => rounds.map(({ ms }) => ms);
const cpu = (rounds) => rounds.map(({ cpuMs }) => cpuMs);
