import { floatAttribute, int, intAttribute } from '../attributes.ts';
import { createBuilder, type GraphBuilder } from '../builder.ts';
import type { Target } from '../engine.ts';
import type { ElementType, GraphNode, StaticModel, Value } from '../ir.ts';
import { namesOf, variableValues } from './graphWalks.ts';

/**
 * BatchNormalization (inference, constant statistics) over images becomes a depthwise 1×1 Conv:
 * y = x·α + β with α = scale/√(var + ε) and β = bias − mean·α, one pair for each channel.
 *
 * That is the arithmetic PyTorch uses, and a Conv stays in ONNX Runtime's blocked layout. Folding α into the convolution before
 * it would save one pass, but its rounding flips decisions of activations, and the runtime would do it by itself if the node
 * stayed (measured, docs/decisions/001). The constants are nodes on the initializers, in float64 and
 * rounded once; WebGPU has no float64.
 */
export function batchNormalizationToConv(model: StaticModel, target: Target = 'cpu'): StaticModel {
  const { graph } = model;
  const variable = variableValues(graph);
  const taken = namesOf(graph);
  const g = createBuilder((name) => taken.has(name));
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => model.values.get(name));
    const isConstant = node.inputs.slice(1).every((name) => !variable.has(name));
    if (isInferenceNorm(node) && isConstant && isImage(inputs)) {
      const start = g.nodes.length;
      const conv = affineConv(g, node, inputs, target === 'webgpu' ? inputs[1].type : 'float64');
      nodes.push(...g.nodes.slice(start), conv);
    } else nodes.push(node);
  }
  if (g.nodes.length === 0) return model;
  return {
    ...model,
    values: new Map([...model.values, ...g.values]),
    graph: { ...graph, nodes, initializers: new Map([...graph.initializers, ...g.initializers]) },
  };
}

type NormInputs = readonly [x: Value, scale: Value, bias: Value, mean: Value, variance: Value];

function isInferenceNorm(node: GraphNode): boolean {
  return node.op === 'BatchNormalization' && node.domain === '' && intAttribute(node, 'training_mode', 0) === 0;
}

function isImage(inputs: readonly (Value | undefined)[]): inputs is NormInputs {
  // The runtime's Conv has a kernel for float32 only.
  const [x] = inputs;
  return inputs.length === 5 && inputs.every(Boolean) && x!.type === 'float32' && x!.shape.length > 2;
}

function affineConv(g: GraphBuilder, node: GraphNode, [x, ...statistics]: NormInputs, wide: ElementType): GraphNode {
  g.scope(`affine/${node.name || node.outputs[0]}`);
  const [scale, bias, mean, variance] = statistics.map((value) => g.cast(value, wide)) as [Value, Value, Value, Value];
  const epsilon = g.scalar(floatAttribute(node, 'epsilon', 1e-5), variance);
  const alpha = g.div(scale, g.unary('Sqrt', g.add(variance, epsilon)));
  const beta = g.sub(bias, g.mul(mean, alpha));
  const channels = x.shape[1]!;
  const weights = g.reshape(
    alpha,
    x.shape.map((_, axis) => (axis === 0 ? channels : 1)),
  );
  const inputs = [x.name, g.cast(weights, x.type).name, g.cast(beta, x.type).name];
  return { ...node, op: 'Conv', inputs, outputs: [node.outputs[0]!], attributes: new Map([['group', int(channels)]]) };
}
