import { type ElementType, float32Tensor, type GraphNode, int64Tensor, type Model, writeModel } from '@smoothgrad/onnx';
import { oneNodeModel } from '../../packages/autodiff/src/testing/oneNodeModel.ts';
import { node, numbers } from './graphs.ts';
import type { Base } from './mutateBases.ts';
import { type OperatorExample, operatorExamples } from './operatorExamples.ts';

/** For each operator a classifier that uses it: what its example takes is made of the image, what it gives are the scores. */
export function operatorBases(): readonly Base[] {
  return Object.entries(operatorExamples).map(([op, example]) => ({
    name: op,
    bytes: writeModel(classifierWith(op, example), 'reference'),
    files: {},
  }));
}

const IMAGE = [1, 3, 2, 2];
const PIXELS = 12;

function classifierWith(op: string, example: OperatorExample): Model {
  const { model } = oneNodeModel(op, example);
  const initializers = new Map(model.graph.initializers);
  const whole = (name: string, values: readonly number[]) =>
    initializers.set(name, int64Tensor(name, [values.length], values));
  const made = model.graph.inputs.flatMap(({ name, type }, i): GraphNode[] => {
    const shape = type!.shape as number[];
    const count = shape.reduce((product, length) => product * length, 1);
    initializers.set(`mix_${i}`, float32Tensor(`mix_${i}`, [PIXELS, count], numbers(PIXELS * count, i + 1, 0.3)));
    whole(`shape_${i}`, shape);
    return [node('MatMul', ['pixels', `mix_${i}`], [`row_${i}`]), node('Reshape', [`row_${i}`, `shape_${i}`], [name])];
  });
  whole('one_row', [1, -1]);
  return {
    ...model,
    irVersion: 9,
    opsets: new Map([
      ['', example.opset ?? 18],
      ['com.microsoft', 1],
      ['ai.onnx.ml', 3],
    ]),
    graph: {
      ...model.graph,
      inputs: [{ name: 'image', type: { elementType: 'float32' as ElementType, shape: IMAGE } }],
      outputs: [{ name: 'logits' }],
      nodes: [
        node('Reshape', ['image', 'one_row'], ['pixels']),
        ...made,
        ...(example.nodes ?? model.graph.nodes),
        node('Reshape', ['y', 'one_row'], ['logits']),
      ],
      initializers,
    },
  };
}
