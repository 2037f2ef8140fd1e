import { type EngineTensor, floatTypes, type Model, nodeLabel, operatorName, type Session } from '@smoothgrad/onnx';

/**
 * Runs an explainer once more with every value as an output, and names the first node that made a NaN or an infinity out of
 * finite inputs. Without a runtime's fusions, so the culprit has its own name.
 */
export async function firstNonFinite(
  explainer: Model,
  load: (model: Model) => Promise<Session>,
  feeds: Readonly<Record<string, EngineTensor>>,
  originalName: (name: string) => string,
): Promise<string> {
  const { graph } = explainer;
  const outputs = graph.nodes.flatMap((node) => node.outputs.filter((name) => name !== '').map((name) => ({ name })));
  const session = await load({ ...explainer, graph: { ...graph, outputs } });
  try {
    const results = await session.run(feeds);
    const broken = new Set(Object.keys(results).filter((name) => !isFinite(results[name]!)));
    const culprit = graph.nodes.find(
      (node) => node.outputs.some((name) => broken.has(name)) && !node.inputs.some((name) => broken.has(name)),
    );
    return culprit ? `${operatorName(culprit)} at node '${originalName(nodeLabel(culprit))}'` : 'an unknown layer';
  } finally {
    await session.close();
  }
}

/** Integer and half-precision tensors are taken as finite: the runtime hands halves out as bit patterns. */
function isFinite({ type, data }: EngineTensor): boolean {
  if (!floatTypes.has(type) || !(data instanceof Float32Array || data instanceof Float64Array)) return true;
  return data.every((value) => Number.isFinite(value));
}
