/**
 * @module The paper's figures, and more, as scenes: from a classifier and photos to what is drawn. Pure: the same in Node.js and in a page.
 */
import { combinations } from './combinations.ts';
import { convergence } from './convergence.ts';
import { discriminativity } from './discriminativity.ts';
import { type Figure, FigureError } from './figure.ts';
import { fluctuation } from './fluctuation.ts';
import { map } from './map.ts';
import { methods } from './methods.ts';
import { noiseLevels } from './noiseLevels.ts';
import { presets } from './presets.ts';
import { sampleSizes } from './sampleSizes.ts';

export { type ExplainedColumn, explainedGrid } from './explained.ts';
export { type Figure, type FigureContext, FigureError, type FigureOptions, type FigurePhoto } from './figure.ts';

/** Every figure, those of the paper in its order. Add one: a file beside this one and a line here. */
export const figures: readonly Figure[] = [
  map,
  fluctuation,
  noiseLevels,
  sampleSizes,
  methods,
  discriminativity,
  combinations,
  convergence,
  presets,
];

/** A figure by its name, or by its number in the paper. @throws FigureError there is none; the message lists the known ones */
export function figureNamed(name: string): Figure {
  const found = figures.find((figure) => figure.name === name || String(figure.number) === name);
  if (found !== undefined) return found;
  const known = figures.map((figure) =>
    figure.number === undefined ? figure.name : `${figure.name} (${figure.number})`,
  );
  throw new FigureError(`there is no figure '${name}'; the figures are ${known.join(', ')}`);
}
