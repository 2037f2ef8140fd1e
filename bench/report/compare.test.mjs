import { expect, it } from 'vitest';
import { compareWithLast } from './compare.mjs';

const result = (fields) => ({ date: '2030-01-02T03:04:05Z', networks: [{ name: 'net', ...fields }] });
const slower = (before, after) => compareWithLast(result(before), result(after)).slower;

it('names what grew by more than the noise of both runs', () => {
  expect(slower({ cpuRatio: 2, cpuRatioSpread: 0.01 }, { cpuRatio: 2.5, cpuRatioSpread: 0.01 })).toEqual([
    { network: 'net', what: 'processor time per sample ÷ forward', before: 2, after: 2.5, change: 0.25 },
  ]);
});

it('noise, small changes, gains, and what only one run measured are nothing', () => {
  expect(slower({ cpuRatio: 2, cpuRatioSpread: 0.05 }, { cpuRatio: 2.5, cpuRatioSpread: 0.05 })).toEqual([]);
  expect(slower({ cpuRatio: 2, cpuRatioSpread: 0 }, { cpuRatio: 2.08, cpuRatioSpread: 0 })).toEqual([]);
  expect(slower({ cpuRatio: 3, cpuRatioSpread: 0 }, { cpuRatio: 2, cpuRatioSpread: 0 })).toEqual([]);
  expect(slower({ peakRssMb: null }, { peakRssMb: 500 })).toEqual([]);
  expect(slower({}, { coldStartMs: 2000 })).toEqual([]);
});

it('worst first, over several networks', () => {
  const before = {
    date: '2030-01-02',
    networks: [
      { name: 'a', peakRssMb: 100 },
      { name: 'b', peakRssMb: 100 },
    ],
  };
  const after = {
    networks: [
      { name: 'b', peakRssMb: 120 },
      { name: 'a', peakRssMb: 150 },
      { name: 'new', peakRssMb: 1 },
    ],
  };
  expect(compareWithLast(before, after)).toMatchObject({
    since: '2030-01-02',
    slower: [{ network: 'a', change: 0.5 }, { network: 'b' }],
  });
});
