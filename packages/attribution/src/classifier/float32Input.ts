import {
  createBuilder,
  elementTypeOf,
  floatTypes,
  type GraphNode,
  intAttribute,
  type Model,
  namesOf,
  nodeLabel,
  readsOf,
  renameValues,
  type TensorType,
} from '@smoothgrad/onnx';
import { ClassifierError } from './errors.ts';

/**
 * A model that takes its image in another type takes it in float32 instead. Double precision it makes of that itself. Whole numbers
 * (uint8) are the same numbers in float32, and so have derivatives: the network is then defined between them too.
 *
 * @throws ClassifierError something else is done with whole numbers than moving them and casting them to numbers with a fraction
 */
export function withFloat32Input(model: Model, name: string): Model {
  const type = model.graph.inputs.find((input) => input.name === name)?.type;
  if (type === undefined || type.elementType === 'float32') return model;
  return floatTypes.has(type.elementType) ? convertedFirst(model, name, type) : withoutIntegers(model, name, type);
}

function convertedFirst(model: Model, name: string, type: TensorType): Model {
  const taken = namesOf(model.graph);
  const g = createBuilder((other) => taken.has(other));
  // The builder only hands the shape on; the runtime infers it.
  const converted = g.cast({ name, type: 'float32', shape: [] }, type.elementType);
  const { graph } = renameValues(model, new Map([[name, converted.name]]));
  const image = { name, type: { ...type, elementType: 'float32' as const } };
  return {
    ...model,
    graph: {
      ...graph,
      inputs: graph.inputs.map((input) => (input.name === converted.name ? image : input)),
      nodes: [...g.nodes, ...graph.nodes],
    },
  };
}

/** Operators that give their first input's elements, whatever their type. */
const movers: ReadonlySet<string> = new Set([
  'Transpose',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'Flatten',
  'Identity',
  'Slice',
]);

/** A Cast of float32 is what a Cast of the same whole numbers was. */
function withoutIntegers(model: Model, name: string, type: TensorType): Model {
  const { graph } = model;
  const whole = new Set([name]);
  for (const node of graph.nodes) {
    if (!readsOf(node).some((read) => whole.has(read))) continue;
    if (movers.has(node.op) && node.domain === '' && whole.has(node.inputs[0]!)) whole.add(node.outputs[0]!);
    else if (node.op !== 'Shape' && !isCastToFloat(node)) {
      throw new ClassifierError(
        `the image is taken as whole numbers (${type.elementType}), with which ${node.op} at node '${nodeLabel(node)}' computes: export the model with a float input`,
      );
    }
  }
  const image = { name, type: { ...type, elementType: 'float32' as const } };
  return { ...model, graph: { ...graph, inputs: graph.inputs.map((input) => (input.name === name ? image : input)) } };
}

function isCastToFloat(node: GraphNode): boolean {
  const to = node.op === 'Cast' ? elementTypeOf(intAttribute(node, 'to', 0)) : undefined;
  return to !== undefined && floatTypes.has(to);
}
