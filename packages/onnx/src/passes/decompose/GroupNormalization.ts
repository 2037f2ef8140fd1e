import { floatAttribute, int, intAttribute } from '../../attributes.ts';
import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';
import { elementCount } from '../../shapes.ts';
import type { DecomposeContext, Decomposition } from './decomposition.ts';

/**
 * y = x̂·scale + bias, x̂ brought to mean 0 and variance 1 within each group of channels of each image. Operator set 18 has a
 * scale and bias for each group, 21 for each channel.
 */
export const GroupNormalization: Decomposition = {
  op: 'GroupNormalization',
  rewrite(context) {
    const { g, node, inputs } = context;
    const [x, scale, bias] = [inputs[0]!, inputs[1]!, inputs[2]!];
    const groups = intAttribute(node, 'num_groups', 1);
    const [batch = 1, channels = 1, ...positions] = x.shape;
    const rows = g.reshape(x, [batch, groups, elementCount([channels / groups, ...positions])]);
    if (scale.shape[0] === groups) return [g.reshape(normalised(context, rows, scale, bias), x.shape)];
    const like = (value: number) => g.expand(g.scalar(value, x), [groups]);
    const normal = g.reshape(normalised(context, rows, like(1), like(0)), x.shape);
    const perChannel = (value: Value) => g.reshape(value, [channels, ...positions.map(() => 1)]);
    return [g.add(g.mul(normal, perChannel(scale)), perChannel(bias))];
  },
};

/** Each row brought to mean 0 and variance 1, times its scale plus its bias. InstanceNormalization runs in float32 only. */
function normalised({ g, node }: DecomposeContext, rows: Value, scale: Value, bias: Value): Value {
  const epsilon = { kind: 'float', value: floatAttribute(node, 'epsilon', 1e-5) } as const;
  if (rows.type === 'float32') {
    return g.op('InstanceNormalization', [rows, scale, bias], { shape: rows.shape, attributes: { epsilon } });
  }
  const ones = g.expand(g.scalar(1, rows), [rows.shape[2]!]);
  const attributes = { axis: int(-1), epsilon };
  const normal = g.op('LayerNormalization', [rows, ones], { shape: rows.shape, attributes });
  return g.add(g.mul(normal, column(g, scale)), column(g, bias));
}

function column(g: GraphBuilder, value: Value): Value {
  return g.reshape(value, [...value.shape, 1]);
}
