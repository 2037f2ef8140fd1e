import type { FailureKind } from './protocol.ts';

const MEMORY =
  /out of memory|\bOOM\b|bad_alloc|failed to allocate|allocation failed|memory access out of bounds|could not allocate|maximum memory|buffer size .* exceeds/i;

const LOST =
  /device (?:was |is |has been )?(?:lost|removed|hung)|lost device|GPUDevice.*lost|external Instance reference/i;

/** What kind of failure the runtime's message tells of: its errors have no codes. */
export function failureKind(message: string): FailureKind {
  if (LOST.test(message)) return 'lost';
  return MEMORY.test(message) ? 'memory' : 'refused';
}
