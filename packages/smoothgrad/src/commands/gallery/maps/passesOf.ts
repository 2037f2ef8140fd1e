import type { Classifier } from '@smoothgrad/attribution';
import type { MapJob } from './columns.ts';

/** How often the network runs for a job at most, for progress. */
export function passesOf({ plain, samples }: MapJob, classifier: Classifier): number {
  const length = classifier.input.shape.reduce((product, side) => product * side, 1);
  const problem = {
    classifier,
    tensor: new Float32Array(length),
    cotangents: [new Float32Array(classifier.scores.classes)],
  };
  return samples * (plain.passes?.(problem) ?? 1);
}
