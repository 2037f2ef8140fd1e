import { int, ints, intsAttribute } from '../../attributes.ts';
import { elementCount } from '../../shapes.ts';
import type { Decomposition } from './decomposition.ts';

/**
 * Columns of blocks, [N, C·|block|, positions], are added up to an image: a transposed convolution, each channel of which writes
 * its number to its own place in the block. What is left over behind the last block is output padding.
 */
export const Col2Im: Decomposition = {
  op: 'Col2Im',
  rewrite({ g, node, inputs, outputs, constant }) {
    const [x, y] = [inputs[0]!, outputs[0]!];
    const [image, block] = [constant(1), constant(2)];
    if (image === undefined || block === undefined) return 'the size of its image or blocks is not constant';
    if (x.type !== 'float32' || image.length > 3) return 'it is taken for float32 images of at most three axes';
    const strides = intsAttribute(node, 'strides') ?? image.map(() => 1);
    const dilations = intsAttribute(node, 'dilations') ?? image.map(() => 1);
    const pads = intsAttribute(node, 'pads') ?? image.flatMap(() => [0, 0]);
    const rooms = image.map(
      (length, i) => length + pads[i]! + pads[i + image.length]! - dilations[i]! * (block[i]! - 1) - 1,
    );
    const counts = rooms.map((room, i) => Math.floor(room / strides[i]!) + 1);
    const [batch = 1, channels = 1] = y.shape;
    const places = elementCount(block);
    const columns = g.reshape(x, [batch, channels * places, ...counts]);
    const one = g.float32(
      Array.from({ length: places ** 2 }, (_, i) => (i % (places + 1) === 0 ? 1 : 0)),
      [places, 1, ...block],
    );
    const each = g.reshape(g.expand(g.reshape(one, [1, places, 1, ...block]), [channels, places, 1, ...block]), [
      channels * places,
      1,
      ...block,
    ]);
    const attributes = {
      group: int(channels),
      kernel_shape: ints(block),
      strides: ints(strides),
      dilations: ints(dilations),
      pads: ints(pads),
      output_padding: ints(rooms.map((room, i) => room % strides[i]!)),
    };
    return [g.op('ConvTranspose', [columns, each], { shape: y.shape, attributes })];
  },
};
