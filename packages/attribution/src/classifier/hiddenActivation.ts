import { elementCount, type GraphNode, producersOf, type StaticModel } from '@smoothgrad/onnx';
import { activationOf } from './activation.ts';
import { ClassifierError } from './errors.ts';
import type { Scores } from './scores.ts';

/**
 * Refuses to call probabilities logits, where further arithmetic stands between an activation and the output.
 *
 * @throws ClassifierError naming the activation and the logits: explaining the probabilities is another question
 */
export function checkLogits(model: StaticModel, scores: Scores, fileName: (name: string) => string): void {
  const activation = scores.assumed ? hiddenActivation(model, scores.tensor) : undefined;
  if (activation === undefined) return;
  const [logits, probabilities] = [fileName(activation.inputs[0]!), fileName(scores.tensor)];
  throw new ClassifierError(
    `the output '${probabilities}' is computed from a ${activation.op}, so it holds no logits. ` +
      `Explain the logits with --scores '${logits}', or what the model returns with --scores '${probabilities}'`,
  );
}

/**
 * The softmax or sigmoid that scores are computed from by small arithmetic (Clip, a product with 1, 1 − p beside p): such
 * scores are probabilities, not logits, although no activation directly precedes them. The search ends at layers with
 * weights, and at values larger than the scores.
 *
 * @returns the node, or undefined: nothing of the kind
 */
function hiddenActivation(model: StaticModel, scores: string): GraphNode | undefined {
  const producers = producersOf(model.graph);
  const size = elementCount(model.values.get(scores)?.shape ?? []);
  const isSmall = (name: string) => {
    const value = model.values.get(name);
    return value !== undefined && elementCount(value.shape) <= size;
  };
  const seen = new Set<string>();
  const waiting = [scores];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const node = producers.get(name);
    if (seen.has(name) || node === undefined) continue;
    seen.add(name);
    if (activationOf(model, node) !== undefined) return node;
    const inputs = node.inputs.filter((input) => input !== '');
    if (inputs.every(isSmall)) waiting.push(...inputs);
  }
  return undefined;
}
