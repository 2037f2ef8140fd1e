import { wrap } from 'comlink';
import type { ExplainingWorker } from '../worker/explainingWorker.ts';

/** Everything heavy happens there; this thread only draws. */
export const worker = wrap<ExplainingWorker>(
  new Worker(new URL('../worker/explainingWorker.ts', import.meta.url), { type: 'module', name: 'explaining' }),
);
