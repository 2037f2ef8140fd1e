import { type GraphNode, operatorName } from '../../ir.ts';

/** Those of `index.ts`, by name: few models have any, and only theirs need to know how these are decomposed. */
export const compositeOperators: ReadonlySet<string> = new Set([
  'AffineGrid',
  'Attention',
  'CastLike',
  'Col2Im',
  'GridSample',
  'GroupNormalization',
  'LpNormalization',
  'MeanVarianceNormalization',
  'RMSNormalization',
  'RotaryEmbedding',
  'SimplifiedLayerNormalization',
  'ai.onnx.ml.LinearClassifier',
  'ai.onnx.ml.Normalizer',
  'ai.onnx.ml.Scaler',
  'com.microsoft.Attention',
  'com.microsoft.BiasGelu',
  'com.microsoft.FastGelu',
  'com.microsoft.FusedConv',
  'com.microsoft.FusedGemm',
  'com.microsoft.FusedMatMul',
  'com.microsoft.Gelu',
  'com.microsoft.GridSample',
  'com.microsoft.GroupQueryAttention',
  'com.microsoft.MatMulNBits',
  'com.microsoft.MultiHeadAttention',
  'com.microsoft.QuickGelu',
  'com.microsoft.RotaryEmbedding',
  'com.microsoft.SkipLayerNormalization',
  'com.microsoft.SkipSimplifiedLayerNormalization',
  'com.microsoft.TransposeMatMul',
]);

export const isComposite = (node: GraphNode): boolean => compositeOperators.has(operatorName(node));
