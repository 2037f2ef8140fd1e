import { broadcastShapes } from '@smoothgrad/onnx';
import { broadcastAt, type Forward, tabulate } from '../tensor.ts';

/** y = a where the condition holds, else b, broadcast. */
export const Where: Forward = ([condition, a, b]) =>
  tabulate(broadcastShapes(condition!.shape, broadcastShapes(a!.shape, b!.shape)), (index) =>
    broadcastAt(broadcastAt(condition!, index) ? a! : b!, index),
  );
