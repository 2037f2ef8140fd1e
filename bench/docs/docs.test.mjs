import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../networks.mjs';
import { allResults } from '../results.mjs';
import { newestByMachine } from './newest.mjs';
import { pageOf } from './page.mjs';
import { growthPicture } from './pictures/growth.mjs';
import { ratioPicture } from './pictures/ratios.mjs';

it('docs/bench.md is what the kept results say (npm run docs:bench)', () => {
  expect(readFileSync(join(root, 'docs', 'bench.md'), 'utf8')).toBe(pageOf(newestByMachine(allResults())));
});

it('takes the newest result of each section and kind of machine', () => {
  const result = (date, cores, ...sections) => ({ date, machine: { cpu: 'CPU', cores }, networks: [], sections });
  const [two, four] = newestByMachine([
    result('1', 2, 'samples', 'load'),
    result('2', 2, 'growth'),
    result('3', 2, 'samples'),
    result('4', 4, 'samples'),
  ]);
  const dates = ({ bySection }) => Object.entries(bySection).map(([section, { date }]) => `${section} ${date}`);
  expect(dates(two)).toEqual(['samples 3', 'load 1', 'growth 2']);
  expect(dates(four)).toEqual(['samples 4']);
  expect(two.slug).toBe('cpu-2-cores');
});

it('pictures are SVG files with what was measured', () => {
  const networks = [
    { name: 'net', cpuRatio: 2.5, peers: { torch: { cpuRatio: 3 }, pair: { error: 'no' } } },
    { name: 'broken' },
  ];
  const ratios = ratioPicture({ networks });
  expect(ratios).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(ratios.match(/<circle/g)).toHaveLength(2);
  const points = [1, 2].map((value) => ({ value, seconds: value, peakRssMb: 300 }));
  const growth = growthPicture({ samples: { network: 'net', points }, batch: { network: 'net', points: [] } });
  expect(growth.match(/<circle/g)).toHaveLength(4);
  expect(growth.match(/<svg/g)).toHaveLength(5);
});
