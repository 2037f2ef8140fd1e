import { float, int, string } from '@smoothgrad/onnx';
import type { Template } from './randomGraph.ts';
import { bounded } from './randomGraphElementwise.ts';
import { axisOf } from './randomGraphReductions.ts';

/** Operators that become several others before anything is differentiated. */
export const composites: readonly Template[] = [
  {
    op: 'LpNormalization',
    build: (s) => s.op('LpNormalization', [s.x.name], { axis: int(axisOf(s)), p: int(s.int(1, 2)) }),
  },
  { op: 'MeanVarianceNormalization', ranks: [4], build: (s) => s.op('MeanVarianceNormalization', [s.x.name]) },
  {
    op: 'RMSNormalization',
    since: 24,
    build: (s) =>
      s.op('RMSNormalization', [s.x.name, s.weight([s.x.shape.at(-1)!])], { axis: int(-1), epsilon: float(0.2) }),
  },
  {
    op: 'GroupNormalization',
    ranks: [3, 4],
    build(s) {
      const groups = s.pick([1, s.x.shape[1]!]);
      const length = s.opset < 21 ? groups : s.x.shape[1]!;
      const attributes = { num_groups: int(groups), epsilon: float(0.3) };
      return s.op('GroupNormalization', [s.x.name, s.weight([length]), s.weight([length])], attributes);
    },
  },
  {
    op: 'GridSample',
    ranks: [4],
    build(s) {
      const [batch = 1, channels = 1, height = 1, width = 1] = s.x.shape;
      const points = s.op('Slice', [
        s.op('Concat', [bounded(s), bounded(s)], { axis: int(1) }),
        s.integers([0]),
        s.integers([2]),
        s.integers([1]),
      ]);
      const moving = s.op('Transpose', [points], { perm: { kind: 'ints', value: [0n, 2n, 3n, 1n] } });
      const grid = channels > 0 && s.flip() ? moving : s.weight([batch, height, width, 2], 0.5);
      return s.op('GridSample', [s.x.name, grid], {
        align_corners: int(s.int(0, 1)),
        padding_mode: string(s.pick(['zeros', 'border', 'reflection'])),
        mode: string(s.pick(s.opset < 20 ? ['bilinear', 'bicubic'] : ['linear', 'cubic'])),
      });
    },
  },
  {
    op: 'Attention',
    ranks: [3],
    since: 24,
    build: (s) =>
      s.op('Attention', [s.x.name, s.x.name, s.flip() ? s.x.name : s.weight(s.x.shape)], {
        q_num_heads: int(1),
        kv_num_heads: int(1),
      }),
  },
  {
    op: 'com.microsoft.MultiHeadAttention',
    ranks: [3],
    build: (s) =>
      s.op('com.microsoft.MultiHeadAttention', [s.x.name, s.x.name, s.flip() ? s.x.name : s.weight(s.x.shape)], {
        num_heads: int(1),
      }),
  },
  ...['Gelu', 'FastGelu', 'QuickGelu'].map(
    (op): Template => ({ op: `com.microsoft.${op}`, build: (s) => s.op(`com.microsoft.${op}`, [s.x.name]) }),
  ),
  {
    op: 'com.microsoft.BiasGelu',
    build: (s) => s.op('com.microsoft.BiasGelu', [s.x.name, s.weight([s.x.shape.at(-1)!])]),
  },
  {
    op: 'com.microsoft.FusedMatMul',
    ranks: [2, 3, 4],
    build(s) {
      const [turned, alpha] = [s.int(0, 1), s.pick([1, 0.5])];
      const other = s.weight([s.x.shape.at(turned ? -2 : -1)!, 3], 0.5);
      return s.op('com.microsoft.FusedMatMul', [s.x.name, other], { transA: int(turned), alpha: float(alpha) });
    },
  },
  {
    op: 'com.microsoft.SkipLayerNormalization',
    ranks: [3],
    build(s) {
      const [skip, gamma] = [s.flip() ? s.x.name : s.weight(s.x.shape), s.weight([s.x.shape[2]!])];
      return s.op('com.microsoft.SkipLayerNormalization', [s.x.name, skip, gamma], { epsilon: float(0.2) });
    },
  },
];
