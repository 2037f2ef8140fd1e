import { totalmem } from 'node:os';
import { expect, it } from 'vitest';
import { memoryBudget, workersWithin } from './workersWithin.ts';

it('gives as many workers as fit, none more than asked for, and one in any case', () => {
  expect(workersWithin(1150e6, 250e6, 8)).toEqual({ workers: 4, fits: true });
  expect(workersWithin(1149e6, 250e6, 8)).toEqual({ workers: 3, fits: true });
  expect(workersWithin(1150e6, 250e6, 2)).toEqual({ workers: 2, fits: true });
  expect(workersWithin(400e6, 250e6, 2)).toEqual({ workers: 1, fits: true });
  expect(workersWithin(399e6, 250e6, 2)).toEqual({ workers: 1, fits: false });
  expect(workersWithin(0, 250e6, 2)).toEqual({ workers: 1, fits: false });
});

it('takes a share of the memory of this machine', () => {
  expect(memoryBudget()).toBeGreaterThan(0);
  expect(memoryBudget()).toBeLessThanOrEqual(totalmem() / 2);
});
