import { floatsAttribute, int, intsAttribute, stringAttribute } from '../../attributes.ts';
import { type GraphBuilder, NO_GRADIENT } from '../../builder.ts';
import type { Value } from '../../ir.ts';
import { type DecomposeContext, type Decomposition, REFUSED } from './decomposition.ts';

type Transform = (g: GraphBuilder, scores: Value) => Value;

const transforms: Readonly<Record<string, Transform>> = {
  NONE: (_, scores) => scores,
  SOFTMAX: (g, scores) => g.op('Softmax', [scores], { shape: scores.shape, attributes: { axis: int(1) } }),
  LOGISTIC: (g, scores) => g.unary('Sigmoid', scores),
};

/** Scores x·Wᵀ + b, then softmax or sigmoid: what scikit-learn's linear models become. Which label wins is left to the operator. */
export const LinearClassifier: Decomposition = {
  op: 'ai.onnx.ml.LinearClassifier',
  rewrite(context) {
    const { g, node, inputs, outputs } = context;
    const x = g.cast(inputs[0]!, 'float32');
    const coefficients = floatsAttribute(node, 'coefficients') ?? [];
    const name = stringAttribute(node, 'post_transform', 'NONE');
    const transform = transforms[name];
    if (transform === undefined) return `its post_transform '${name}' has no formula here`;
    const [rows, features] = [x.shape[0]!, x.shape[1]];
    if (features === undefined || x.shape.length > 2) return 'it takes something else than [images, features]';
    const classes = coefficients.length / features;
    if (classes !== labelCount(context)) return 'it has one row of coefficients for two classes';
    const weights = g.float32(coefficients, [classes, features]);
    const intercepts = floatsAttribute(node, 'intercepts') ?? [];
    const bias = intercepts.length === classes ? g.float32(intercepts, [classes]) : undefined;
    const scores = g.op('Gemm', [x, weights, bias], { shape: [rows, classes], attributes: { transB: int(1) } });
    return [outputs[0] && label(context, outputs[0], scores), transform(g, scores)];
  },
};

function labelCount({ node }: DecomposeContext): number {
  const names = node.attributes.get('classlabels_strings');
  const strings = names?.kind === 'strings' ? names.value.length : 0;
  return strings || (intsAttribute(node, 'classlabels_ints')?.length ?? 0);
}

/** The operator itself, for its first output only. */
function label({ g, node, inputs }: DecomposeContext, output: Value, scores: Value): Value {
  const options = {
    domain: node.domain,
    shape: output.shape,
    type: output.type,
    attributes: Object.fromEntries(node.attributes),
    metadata: { ...NO_GRADIENT, [REFUSED]: 'it only chooses the label' },
  };
  return g.outputs(node.op, inputs, options, [{ shape: scores.shape, type: 'float32' }])[0]!;
}
