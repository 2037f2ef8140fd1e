import { broadcastShapes } from '@smoothgrad/onnx';
import { broadcastAt, type Forward, type ReferenceTensor, tabulate, withShape } from '../tensor.ts';

/** numpy.matmul: product over the last two axes, leading axes broadcast; a vector is a row on the left, a column on the right. */
export const MatMul: Forward = ([a, b]) => {
  const left = a!.shape.length === 1 ? withShape(a!, [1, ...a!.shape]) : a!;
  const right = b!.shape.length === 1 ? withShape(b!, [...b!.shape, 1]) : b!;
  const product = matrices(left, right);
  const lead = product.shape.slice(0, -2);
  const rows = a!.shape.length === 1 ? [] : [product.shape.at(-2)!];
  const columns = b!.shape.length === 1 ? [] : [product.shape.at(-1)!];
  return withShape(product, [...lead, ...rows, ...columns]);
};

function matrices(a: ReferenceTensor, b: ReferenceTensor): ReferenceTensor {
  const lead = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const inner = a.shape.at(-1)!;
  return tabulate([...lead, a.shape.at(-2)!, b.shape.at(-1)!], (index) => {
    const outer = index.slice(0, -2);
    const [i, j] = [index.at(-2)!, index.at(-1)!];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += broadcastAt(a, [...outer, i, k]) * broadcastAt(b, [...outer, k, j]);
    return sum;
  });
}
