import { createBuilder, type Model, namesOf, renameValues } from '@smoothgrad/onnx';

/** A model that takes its image in double precision takes it in float32 instead, and converts it itself. */
export function withFloat32Input(model: Model, name: string): Model {
  const type = model.graph.inputs.find((input) => input.name === name)?.type;
  if (type === undefined || type.elementType === 'float32') return model;
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
