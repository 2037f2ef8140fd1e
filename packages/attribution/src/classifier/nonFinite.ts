import { type EngineTensor, type Model, nodeLabel, operatorName, type Session, writeModel } from '@smoothgrad/onnx';

/**
 * Runs an explainer once more with every value as an output, and names the first node that made a NaN or an infinity out of
 * finite inputs, or the input that holds one. Without a runtime's fusions, so the culprit has its own name.
 */
export async function firstNonFinite(
  explainer: Model,
  load: (model: Uint8Array) => Promise<Session>,
  feeds: Readonly<Record<string, EngineTensor>>,
  originalName: (name: string) => string,
): Promise<string> {
  const fed = Object.keys(feeds).find((name) => !allFinite(feeds[name]!));
  if (fed !== undefined) return `the input '${fed}' itself`;
  const { graph } = explainer;
  const outputs = graph.nodes.flatMap((node) => node.outputs.filter((name) => name !== '').map((name) => ({ name })));
  const session = await load(writeModel({ ...explainer, graph: { ...graph, outputs } }, 'reference'));
  try {
    const results = await session.run(feeds);
    const broken = new Set(Object.keys(results).filter((name) => !allFinite(results[name]!)));
    const culprit = graph.nodes.find(
      (node) => node.outputs.some((name) => broken.has(name)) && !node.inputs.some((name) => broken.has(name)),
    );
    return culprit ? `${operatorName(culprit)} at node '${originalName(nodeLabel(culprit))}'` : 'an unknown layer';
  } finally {
    await session.close();
  }
}

/** Runtimes hand halves out as bit patterns; integers are always finite. */
function allFinite({ type, data }: EngineTensor): boolean {
  if (data instanceof Float32Array || data instanceof Float64Array)
    return data.every((value) => Number.isFinite(value));
  if (type === 'float16' && data instanceof Uint16Array) return data.every((bits) => (bits & 0x7c00) !== 0x7c00);
  return true;
}
