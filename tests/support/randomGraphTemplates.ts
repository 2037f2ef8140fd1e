import type { Template } from './randomGraph.ts';
import { composites } from './randomGraphComposites.ts';
import { elementwise } from './randomGraphElementwise.ts';
import { layers } from './randomGraphLayers.ts';
import { movement } from './randomGraphMovement.ts';
import { reductions } from './randomGraphReductions.ts';

/** One for each rule of the table, and some for what is decomposed; the plainest come first, since failing graphs shrink towards them. */
export const templates: readonly Template[] = [
  ...elementwise,
  ...[...reductions, ...movement, ...layers, ...composites].map((template) => ({
    ranks: [1, 2, 3, 4, 5, 6],
    ...template,
  })),
];

/** Rules without a template, and why. */
export const withoutTemplate: Readonly<Record<string, string>> = {
  Hardmax: 'its rule refuses every node',
};
