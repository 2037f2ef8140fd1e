import { expect, it } from 'vitest';
import { gemmGflop } from '../competitors/gemm.mjs';
import { summarise as summariseCommandLine } from './commandLine.mjs';
import { addPeakShares, summarise } from './samples.mjs';
import { summarise as summariseWasm } from './wasm.mjs';

const rounds = (...times) => ({ rounds: times.map(([ms, cpuMs]) => ({ ms, cpuMs })) });

it('samples: medians, quotients of the same round, GFLOP/s of two forward passes', () => {
  const found = summarise(
    {
      gemm: rounds(
        [100 * gemmGflop, 10 * gemmGflop],
        [20 * gemmGflop, 10 * gemmGflop],
        [10 * gemmGflop, 10 * gemmGflop],
      ),
      forward: rounds([10, 5], [20, 5], [30, 5]),
      ours: rounds([25, 20], [50, 20], [90, 20]),
      torch: rounds([40, 25], [80, 25], [120, 25]),
      captum: { error: 'refused' },
    },
    1e9,
    { torch: { form: 'batch 4' } },
  );
  expect(found).toMatchObject({
    forwardMs: 20,
    msPerSample: 50,
    ratio: 2.5,
    cpuRatio: 4,
    // 2 GFLOP in 50 ms, or 20 ms of processor time; the best product: 100 GFLOP/s of processor time.
    gflops: 40,
    cpuGflops: 100,
    gemmGflops: 100,
    peers: { torch: { msPerSample: 80, ratio: 4, cpuRatio: 5, form: 'batch 4' }, captum: { error: 'refused' } },
  });
  expect(Object.keys(found.peers)).toEqual(['torch', 'captum']);
});

it('the share of the peak is of the best product of the whole run', () => {
  const networks = [{ cpuGflops: 60, gemmGflops: 100 }, { cpuGflops: 90, gemmGflops: 120 }, { name: 'broken' }];
  expect(addPeakShares(networks)).toBe(120);
  expect(networks.map(({ peakShare }) => peakShare)).toEqual([0.5, 0.75, undefined]);
  expect(addPeakShares([{}])).toBe(null);
});

it('samples: without a forward pass there is no figure', () => {
  const ours = rounds([1, 1]);
  expect(() => summarise({ gemm: ours, forward: { error: 'no such file' }, ours }, 1)).toThrow('no such file');
});

it('the command line: median times, largest peaks, nothing cached where there is no cache', () => {
  const runs = (...values) => ({ rounds: values.map(([seconds, peakMb]) => ({ seconds, peakMb })) });
  expect(
    summariseCommandLine({
      compile: runs([0.5, null]),
      picture: runs([2, 1], [1.5, 1], [9, 1]),
      firstGradient: runs([0.7, 1]),
      oneWorker: runs([3, 300], [3, 310]),
      twoWorkers: runs([2, 420], [2, null]),
    }),
  ).toEqual({
    compileMs: 500,
    coldStartMs: 2000,
    coldStartSpread: 0.938,
    firstGradientMs: 700,
    cachedColdStartMs: null,
    cachedFirstGradientMs: null,
    peakRssMb: 420,
    peakRssOneWorkerMb: 310,
  });
});

it('WebAssembly: both clocks, and why TensorFlow.js has no gradient', () => {
  const one = (ms, cpuMs) => ({ rounds: [{ ms, cpuMs }] });
  const [forward, ours, tfjsForward] = [one(2, 1), one(6, 3), one(4, 2)];
  expect(summariseWasm({ forward, ours })).toEqual({
    forwardMs: 2,
    forwardCpuMs: 1,
    msPerSample: 6,
    cpuMsPerSample: 3,
  });
  expect(summariseWasm({ forward, ours, tfjsForward, tfjs: { error: 'no kernel' } }).tfjs).toEqual({
    forwardMs: 4,
    forwardCpuMs: 2,
    msPerSample: null,
    cpuMsPerSample: null,
    error: 'no kernel',
  });
});
