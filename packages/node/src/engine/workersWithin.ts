import { freemem } from 'node:os';

/** The process without workers: Node.js, a decoded photo, running sums. */
const MAIN = 150e6;

/** A program that explains photos is not alone on a machine. */
const SHARE = 0.5;

/** The memory a run may take unless it is told: half of what the machine, or the container, has free. */
export function memoryBudget(): number {
  // Since Node.js 20.13: knows the limit of a container.
  return SHARE * Math.min(freemem(), process.availableMemory?.() ?? Number.POSITIVE_INFINITY);
}

/**
 * How many workers fit into a memory budget; one at least, which is then said to be more than the budget.
 *
 * @param budget bytes for the whole process
 * @param worker bytes that each worker takes (`CompiledClassifier.memory`)
 */
export function workersWithin(budget: number, worker: number, asked: number): { workers: number; fits: boolean } {
  const fitting = Math.floor((budget - MAIN) / worker);
  return { workers: Math.max(1, Math.min(asked, fitting)), fits: fitting >= 1 };
}
