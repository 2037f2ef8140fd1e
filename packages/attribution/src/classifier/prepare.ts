import { differentiationObstacles, nodesOnPath, standard } from '@smoothgrad/autodiff';
import {
  computeInFloat32,
  type Engine,
  elementCount,
  type GraphNode,
  type Model,
  normalise,
  type StaticModel,
  specialise,
  type Target,
  type Value,
  type WeightSource,
  withOrigins,
} from '@smoothgrad/onnx';
import { ClassifierError } from './errors.ts';
import { withFloat32Input } from './float32Input.ts';
import { withForeignOperators } from './foreignOperators.ts';
import { checkLogits } from './hiddenActivation.ts';
import { findImageInput, type ImageInput, inputShape } from './imageInput.ts';
import { reserveNames, valueNames } from './reserveNames.ts';
import { findScores, type Scores } from './scores.ts';

export interface PrepareOptions {
  readonly weights?: WeightSource | undefined;
  /** Height and width for models that leave them open; ignored where the model fixes them. */
  readonly size?: { readonly height: number; readonly width: number } | undefined;
  /** Takes this value of the graph as the class scores. */
  readonly scores?: string | undefined;
  /** Default 1. */
  readonly batch?: number | undefined;
  /** The runtime that explainers are for; default that of the engine. */
  readonly runtime?: Target | undefined;
}

/** A classifier at one input size, before anything is differentiated: what `inspect` looks at. */
export interface PreparedClassifier {
  readonly model: StaticModel;
  readonly input: ImageInput & { readonly height: number; readonly width: number; readonly shape: readonly number[] };
  readonly scores: Scores;
  readonly batch: number;
  /** The name a value has in the user's file. */
  originalName(name: string): string;
}

/**
 * Reads the structure of a classifier: its image input, its class scores, all shapes.
 *
 * @throws ClassifierError it is no image classifier, its size must be given, or its scores are not made from the image
 * @throws SpecialisationError the engine cannot load it
 */
export async function prepareClassifier(
  source: Model,
  engine: Engine,
  options: PrepareOptions = {},
): Promise<PreparedClassifier> {
  const { batch = 1 } = options;
  const { model, original, renamed } = reserveNames(normalise(withOrigins(source)));
  const image = findImageInput(model);
  const inFile = new Set(valueNames(source));
  const { height, width } = fixedSize(image, options.size);
  const shape = inputShape(image, batch, height, width);
  const specialised = await specialise(withFloat32Input(computeInFloat32.run(model), image.name), engine, {
    inputShapes: { [image.name]: shape },
    weights: options.weights,
    target: options.runtime,
  }).catch((error: unknown) => {
    throw withForeignOperators(error, source);
  });
  const scores = findScores(specialised, {
    batch,
    name: options.scores === undefined ? undefined : renamed(options.scores),
    fileName: (name) => (inFile.has(original(name)) ? original(name) : undefined),
  });
  // Obstacles, which `buildExplainer` and `inspect` name, are better news than what follows from them.
  if (differentiationObstacles(specialised, scores.tensor, [image.name], standard).length === 0) {
    checkReached(specialised, scores.tensor, image.name, original);
    if (options.scores === undefined) checkLogits(specialised, scores, original);
  }
  checkSize(specialised, scores.tensor, image.name, original);
  return { model: specialised, input: { ...image, height, width, shape }, scores, batch, originalName: original };
}

function checkReached(model: StaticModel, scores: string, input: string, original: (name: string) => string): void {
  const path = nodesOnPath(model, scores, [input]);
  if (scores === input || path.some(({ outputs }) => outputs.includes(scores))) return;
  throw new ClassifierError(`the scores '${original(scores)}' do not depend on the input '${input}'`);
}

/**
 * The runtime lets convolutions shrink their input to nothing, and then averages over nothing. Nothing beside something, as a
 * Concat joins them, does no harm.
 */
function checkSize(model: StaticModel, scores: string, input: string, original: (name: string) => string): void {
  const path = nodesOnPath(model, scores, [input]);
  const made = new Set([input, ...path.flatMap(({ outputs }) => outputs)]);
  const onPath = (names: readonly string[]) =>
    names.flatMap((name) => (made.has(name) ? (model.values.get(name) ?? []) : []));
  const isEmpty = ({ shape }: Value) => elementCount(shape) === 0;
  const isMadeOfNothing = ({ inputs, outputs }: GraphNode) =>
    onPath(inputs).length > 0 && onPath(inputs).every(isEmpty) && !onPath(outputs).every(isEmpty);
  if (!path.some(isMadeOfNothing)) return;
  const empty = onPath([...made]).find(isEmpty)!;
  throw new ClassifierError(
    `the input [${model.values.get(input)?.shape}] is too small for the network: '${original(empty.name)}' [${empty.shape}] is empty. Give a larger --size`,
  );
}

function fixedSize(image: ImageInput, size: PrepareOptions['size']): { height: number; width: number } {
  const height = image.height ?? size?.height;
  const width = image.width ?? size?.width;
  if (height === undefined || width === undefined) {
    throw new ClassifierError(
      `the input '${image.name}' takes any height and width: say which with --size, for example --size 224`,
    );
  }
  return { height, width };
}
