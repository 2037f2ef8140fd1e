import { int, intAttribute, string } from '../../attributes.ts';
import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';
import { elementCount } from '../../shapes.ts';
import type { Decomposition } from './decomposition.ts';

/**
 * y = x·Wᵀ + bias with W [N, K] in `bits` bits, packed into bytes with the first number in the lowest bits, and a scale and a
 * zero point for each block of `block_size` numbers of a row. The runtime unpacks W once, when it loads the model.
 */
export const MatMulNBits: Decomposition = {
  op: 'com.microsoft.MatMulNBits',
  rewrite({ g, node, inputs, outputs }) {
    const [x, packed, scales, zeroPoints, order, bias] = inputs;
    const [bits, block] = [intAttribute(node, 'bits', 4), intAttribute(node, 'block_size', 0)];
    const [n, k] = [intAttribute(node, 'N', 0), intAttribute(node, 'K', 0)];
    if (order !== undefined) return 'weights in an order of their own (g_idx) are not known';
    if (8 % bits !== 0) return `weights of ${bits} bits are not known`;
    const blocks = Math.ceil(k / block);
    const apart = [n, blocks, 1];
    const whole = unpacked(g, packed!, bits, [n, blocks, block]);
    const zero = zeroPoints ? zeroPointsOf(g, zeroPoints, bits, n, blocks) : g.scalar(2 ** (bits - 1), x!);
    const exact = g.mul(g.sub(g.cast(whole, x!.type), zero), g.reshape(scales!, apart));
    const rows = g.reshape(exact, [n, blocks * block]);
    const w = blocks * block === k ? rows : firstColumns(g, rows, k);
    const y = g.op('MatMul', [x!, g.transpose(w, [1, 0])], { shape: outputs[0]!.shape });
    return [bias ? g.add(y, bias) : y];
  },
};

/** The numbers in the bytes of `packed`, in that order, as uint8 of the given shape; numbers beyond the last are left out. */
function unpacked(g: GraphBuilder, packed: Value, bits: number, shape: readonly number[]): Value {
  if (bits === 8) return g.reshape(packed, shape);
  const bytes = elementCount(packed.shape);
  const column = g.reshape(packed, [bytes, 1]);
  const mask = byte(g, 2 ** bits - 1);
  const parts = Array.from({ length: 8 / bits }, (_, i) => {
    const attributes = { direction: string('RIGHT') };
    const shifted =
      i === 0 ? column : g.op('BitShift', [column, byte(g, i * bits)], { shape: column.shape, attributes });
    return g.op('BitwiseAnd', [shifted, mask], { shape: column.shape });
  });
  const numbers = g.op('Concat', parts, { shape: [bytes, parts.length], attributes: { axis: int(1) } });
  return g.reshape(numbers, shape);
}

const byte = (g: GraphBuilder, value: number) => g.cast(g.float32([value], []), 'uint8');

/** [N, blocks, 1]; packed ones begin a new byte for each row. */
function zeroPointsOf(g: GraphBuilder, zeroPoints: Value, bits: number, n: number, blocks: number): Value {
  if (zeroPoints.type !== 'uint8') return g.reshape(zeroPoints, [n, blocks, 1]);
  const perRow = (Math.ceil((blocks * bits) / 8) * 8) / bits;
  const rows = unpacked(g, zeroPoints, bits, [n, perRow]);
  const whole = g.cast(perRow === blocks ? rows : firstColumns(g, rows, blocks), 'float32');
  return g.reshape(whole, [n, blocks, 1]);
}

function firstColumns(g: GraphBuilder, rows: Value, count: number): Value {
  return g.op('Slice', [rows, g.int64([0]), g.int64([count]), g.int64([1])], { shape: [rows.shape[0]!, count] });
}
