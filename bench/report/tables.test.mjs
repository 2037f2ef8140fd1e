import { describe, expect, it } from 'vitest';
import { alignedText, textOf } from './print.mjs';
import { failuresOf, tablesOf } from './tables.mjs';

const report = {
  date: '2030-01-02T03:04:05Z',
  machine: { cpu: 'CPU', cores: 2, memoryGb: 8, node: 'v20', onnxruntime: '1.30.0' },
  rounds: 5,
  networks: [
    {
      name: 'net',
      forwardMs: 10,
      msPerSample: 25,
      cpuRatio: 2.5,
      gflops: 100,
      peakShare: 0.634,
      coldStartMs: 2004,
      cachedColdStartMs: 1500,
      firstGradientMs: 700,
      twoWorkers: { samplesPerSecond: 75, gain: 1.9, machineGain: 1.95 },
      peakRssMb: 400,
      peakRssOneWorkerMb: 300,
      peers: { torch: { msPerSample: 31, cpuRatio: 3.1 }, captum: { error: 'no' } },
    },
    { name: 'broken', errors: { samples: 'refused' } },
  ],
};

describe('a result as tables', () => {
  it('has a row for each network that was measured, and only tables that have rows', () => {
    const [samples, throughput, commandLine, ...others] = tablesOf(report);
    expect(samples.rows).toEqual([['net', '10', '25 (2.5)', '31 (3.1)', '-', '', '', '100', '63 %']]);
    expect(throughput.rows).toEqual([['net', '75', '1.9 x', '1.95 x']]);
    expect(commandLine.rows).toEqual([['net', '', '2.00 (1.50)', '0.70', '300', '400']]);
    expect(others).toEqual([]);
  });

  it('of a busy machine the share of the peak is left out', () => {
    const [samples] = tablesOf({ ...report, machine: { ...report.machine, otherCores: 1.2 } });
    expect(samples.rows[0][samples.columns.indexOf('of the peak')]).toBe('-');
  });

  it('every cell has a column', () => {
    for (const { columns, rows } of tablesOf({
      ...report,
      networks: report.networks.map((network) => ({
        ...network,
        peerProcesses: { torch: { coldStartMs: 1, peakRssMb: 2 } },
      })),
      load: { net: { 'one thread': { quietMs: 1, busyMs: 2, slowdown: 2 }, two: { error: 'no' } } },
      wasm: { net: { forwardCpuMs: 1, cpuMsPerSample: 2, tfjs: { error: 'no kernel' } } },
    })) {
      for (const row of rows) expect(row).toHaveLength(columns.length);
    }
  });

  it('says why a figure is missing', () => {
    expect(failuresOf(report)).toEqual(['net, captum: no', 'broken, samples: refused']);
  });

  it('columns of text line up', () => {
    expect(
      alignedText([
        ['a', 'b'],
        ['long', '1'],
        ['x', '100'],
      ]),
    ).toBe('a       b\nlong    1\nx     100');
  });

  it('says what became slower', () => {
    const change = { network: 'net', what: 'peak memory, MB', before: 100, after: 150, change: 0.5 };
    expect(textOf(report, { since: '2030-01-01', slower: [change] })).toContain(
      'Slower or larger than in the result of 2030-01-01:\n  net: peak memory, MB 100 -> 150 (+50 %)',
    );
    expect(textOf(report, { since: '2030-01-01', slower: [] })).toContain('Nothing became slower');
  });
});
