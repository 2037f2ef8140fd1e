import type { Decomposition } from './decomposition.ts';

/** y = x in the element type of a second tensor, which is known here: a Cast. PyTorch's functions in ONNX are full of it. */
export const CastLike: Decomposition = {
  op: 'CastLike',
  rewrite: ({ g, inputs: [x], outputs: [y] }) => [g.cast(x!, y!.type)],
};
