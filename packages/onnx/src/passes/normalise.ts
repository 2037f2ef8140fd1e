import type { Model } from '../ir.ts';
import { attentionBias } from './attentionBias.ts';
import { compressToGather } from './compressToGather.ts';
import { constantsToInitializers } from './constantsToInitializers.ts';
import { dropInitializerInputs } from './dropInitializerInputs.ts';
import { inlineFunctions } from './inlineFunctions.ts';
import type { Pass } from './pass.ts';
import { sortNodes } from './sortNodes.ts';
import { upgradeOpset } from './upgradeOpset.ts';

/** In order. */
const passes: readonly Pass[] = [
  sortNodes,
  constantsToInitializers,
  dropInitializerInputs,
  upgradeOpset,
  inlineFunctions,
  compressToGather,
  attentionBias,
];

/** Brings a model into the one form that rules know; its outputs for given inputs do not change. */
export function normalise(model: Model): Model {
  return passes.reduce((current, pass) => pass.run(current), model);
}
