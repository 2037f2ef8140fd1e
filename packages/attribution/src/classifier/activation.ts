import {
  type GraphNode,
  intAttribute,
  keepsNumbers,
  normaliseAxis,
  operatorName,
  type StaticModel,
} from '@smoothgrad/onnx';

/** How scores become probabilities. */
export type Activation = 'softmax' | 'sigmoid';

const activations: Readonly<Record<string, Activation>> = {
  Softmax: 'softmax',
  LogSoftmax: 'softmax',
  Sigmoid: 'sigmoid',
};

/** Undefined for other operators, and for a softmax over something else than the classes. */
export function activationOf(model: StaticModel, node: GraphNode): Activation | undefined {
  const kind = activations[operatorName(node)];
  return kind === 'softmax' && !isOverClasses(model, node) ? undefined : kind;
}

/** What makes probabilities of scores that a model ends in: one score is a yes or no, several exclude each other. */
export const assumedActivation = (classes: number): Activation => (classes === 1 ? 'sigmoid' : 'softmax');

const reshaping: ReadonlySet<string> = new Set([
  'Identity',
  'Dropout',
  'Cast',
  'Flatten',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'Transpose',
]);

/** Whether a node only renames, reshapes or retypes what it passes on. */
export const onlyReshapes = (node: GraphNode): boolean => reshaping.has(operatorName(node));

/** Whether what a node returns stands for the same scores as its first input: reshaped, or quantised and back. */
export const keepsScores = (node: GraphNode): boolean => onlyReshapes(node) || keepsNumbers(node);

/** Operators that choose from scores, with the axis they look along unless they say so. */
const choosing: Readonly<Record<string, number>> = { ArgMax: 0, TopK: -1, 'ai.onnx.ml.ZipMap': -1 };

/** Whether a node returns the best classes, or scores by name: no scores itself, but made of them. */
export function choosesFromScores(model: StaticModel, node: GraphNode): boolean {
  const axis = choosing[operatorName(node)];
  return axis !== undefined && isOverClasses(model, node, axis);
}

function isOverClasses(model: StaticModel, node: GraphNode, fallback = -1): boolean {
  const shape = model.values.get(node.inputs[0] ?? '')?.shape ?? [];
  const axis = normaliseAxis(intAttribute(node, 'axis', fallback), shape.length);
  return axis > 0 && shape.every((dimension, i) => i === 0 || i === axis || dimension === 1);
}
