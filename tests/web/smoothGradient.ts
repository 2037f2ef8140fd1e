import { type Classifier, openClassifier } from '@smoothgrad/attribution';
import { type Engine, elementCount } from '@smoothgrad/onnx';
import { numbers } from '../support/graphs.ts';
import { smoothCnn, smoothVit } from '../support/smoothNetworks.ts';

const networks = { 'a smooth CNN': smoothCnn(32), 'a small vision transformer': smoothVit() };

/** Small networks without switches: two engines must agree to rounding. */
export type SmoothNetwork = keyof typeof networks;

export const openSmooth = (network: SmoothNetwork, engine: Engine): Promise<Classifier> =>
  openClassifier(networks[network], engine);

/** ∂score/∂image of the second class, in any engine. */
export async function smoothGradient(network: SmoothNetwork, engine: Engine): Promise<Float32Array> {
  const classifier = await openSmooth(network, engine);
  const cotangent = new Float32Array(classifier.scores.classes);
  cotangent[1] = 1;
  const image = numbers(elementCount(classifier.input.shape), 5);
  const { gradient } = await classifier.gradient(image, cotangent);
  await classifier.close();
  return gradient;
}
