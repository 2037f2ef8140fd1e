import type { Model } from '../ir.ts';
import { constantsToInitializers } from './constantsToInitializers.ts';
import { dropInitializerInputs } from './dropInitializerInputs.ts';
import type { Pass } from './pass.ts';
import { upgradeOpset } from './upgradeOpset.ts';

/** In order. */
const passes: readonly Pass[] = [dropInitializerInputs, constantsToInitializers, upgradeOpset];

/** Brings a model into the one form that rules know; its outputs for given inputs do not change. */
export function normalise(model: Model): Model {
  return passes.reduce((current, pass) => pass.run(current), model);
}
