import { type GraphNode, operatorName } from '../../ir.ts';

/** Those of `index.ts`, by name, without what only moves or converts what others make. */
export const quantisedOperators: ReadonlySet<string> = new Set([
  'ConvInteger',
  'DequantizeLinear',
  'DynamicQuantizeLinear',
  'MatMulInteger',
  'QLinearConv',
  'QLinearMatMul',
  'QuantizeLinear',
  'com.microsoft.DequantizeLinear',
  'com.microsoft.DynamicQuantizeMatMul',
  'com.microsoft.MatMulIntegerToFloat',
  'com.microsoft.QGemm',
  'com.microsoft.QLinearAdd',
  'com.microsoft.QLinearAveragePool',
  'com.microsoft.QLinearConcat',
  'com.microsoft.QLinearGlobalAveragePool',
  'com.microsoft.QLinearLeakyRelu',
  'com.microsoft.QLinearMul',
  'com.microsoft.QLinearSigmoid',
  'com.microsoft.QLinearSoftmax',
  'com.microsoft.QLinearWhere',
  'com.microsoft.QuantizeLinear',
]);

export const isQuantisedOperator = (node: GraphNode): boolean => quantisedOperators.has(operatorName(node));
