import { elementCount, int, ints, string } from '@smoothgrad/onnx';
import type { Step, Template } from './randomGraph.ts';
import { axisOf } from './randomGraphReductions.ts';

/** Operators that choose, repeat and rearrange elements. */
export const movement: readonly Template[] = [
  {
    op: 'Reshape',
    build: (s) => s.op('Reshape', [s.x.name, s.integers(s.pick([[-1], [1, -1], [s.x.shape[0] ?? 1, -1], [-1, 1, 1]]))]),
  },
  {
    op: 'Flatten',
    build: (s) => s.op('Flatten', [s.x.name], s.flip() ? { axis: int(s.int(0, s.x.shape.length)) } : {}),
  },
  {
    op: 'Transpose',
    build: (s) => s.op('Transpose', [s.x.name], s.flip() ? { perm: ints(shuffled(s, s.x.shape.length)) } : {}),
  },
  { op: 'Unsqueeze', build: (s) => s.op('Unsqueeze', [s.x.name, s.integers([s.int(-1, s.x.shape.length)])]) },
  {
    op: 'Squeeze',
    build(s) {
      const ones = s.x.shape.flatMap((length, axis) => (length === 1 ? [axis] : []));
      const x = ones.length > 0 ? s.x.name : s.op('Unsqueeze', [s.x.name, s.integers([0])]);
      return s.op('Squeeze', s.flip() ? [x] : [x, s.integers([ones[0] ?? 0])]);
    },
  },
  {
    op: 'Concat',
    build(s) {
      const axis = s.int(0, s.x.shape.length - 1);
      const sameElsewhere = (shape: readonly number[]) => `${shape.with(axis, 0)}` === `${s.x.shape.with(axis, 0)}`;
      const value = s.other(({ shape }) => shape.length === s.x.shape.length && sameElsewhere(shape));
      const third = s.flip() ? [s.weight(s.x.shape.with(axis, s.int(1, 2)))] : [];
      return s.op('Concat', [s.x.name, value!.name, ...third], {
        axis: int(s.flip() ? axis : axis - s.x.shape.length),
      });
    },
  },
  {
    op: 'Split',
    build(s) {
      const axis = longAxis(s);
      if (axis === undefined) return null;
      const first = s.int(1, s.x.shape[axis]! - 1);
      const given = s.flip()
        ? s.ops('Split', [s.x.name, s.integers([first, s.x.shape[axis]! - first])], 2, { axis: int(axis) })
        : s.ops('Split', [s.x.name], 2, { axis: int(axis), num_outputs: int(2) });
      return given;
    },
  },
  {
    op: 'Slice',
    build(s) {
      const axis = axisOf(s);
      const length = s.x.shape.at(axis)!;
      const backwards = s.flip();
      const [from, to] = backwards
        ? [-1, -length - 1 + s.int(0, length - 1)]
        : [s.int(0, length - 1), s.pick([length, 2 ** 31, 1000])];
      const step = (backwards ? -1 : 1) * s.int(1, 2);
      const bounds = [[from], [to], [axis], ...(step === 1 ? [] : [[step]])];
      return s.op('Slice', [s.x.name, ...bounds.map((each) => s.integers(each))]);
    },
  },
  {
    op: 'Expand',
    build: (s) =>
      s.op('Expand', [
        s.x.name,
        s.integers([
          ...(s.flip() ? [2] : []),
          ...s.x.shape.map((length) => (length === 1 ? s.int(1, 3) : s.pick([1, length]))),
        ]),
      ]),
  },
  { op: 'Tile', build: (s) => s.op('Tile', [s.x.name, s.integers(s.x.shape.map(() => s.int(1, 2)))]) },
  {
    op: 'Pad',
    build(s) {
      const mode = s.pick(['constant', 'reflect', 'edge', 'wrap']);
      const most = (length: number) => (mode === 'constant' ? 2 : Math.min(2, length - 1));
      const least = mode === 'constant' && s.flip() ? -1 : 0;
      const pads = [...s.x.shape, ...s.x.shape].map((length) => s.int(length > 2 ? least : 0, most(length)));
      const border = mode === 'constant' && s.flip() ? [s.weight([])] : [];
      return s.op('Pad', [s.x.name, s.integers(pads), ...border], { mode: string(mode) });
    },
  },
  {
    op: 'CenterCropPad',
    build: (s) =>
      s.op('CenterCropPad', [s.x.name, s.integers(s.x.shape.map((length) => Math.max(1, length + s.int(-2, 2))))]),
  },
  {
    op: 'Gather',
    build(s) {
      const axis = s.int(0, s.x.shape.length - 1);
      const shape = s.pick([[2], [], [2, 2], [1]]);
      return s.op('Gather', [s.x.name, s.integers(positions(s, s.x.shape[axis]!, elementCount(shape)), shape)], {
        axis: int(axis),
      });
    },
  },
  {
    op: 'GatherElements',
    build(s) {
      const axis = s.int(0, s.x.shape.length - 1);
      const shape = s.x.shape.with(axis, s.int(1, 3));
      return s.op(
        'GatherElements',
        [s.x.name, s.integers(positions(s, s.x.shape[axis]!, elementCount(shape)), shape)],
        { axis: int(axis) },
      );
    },
  },
  {
    op: 'GatherND',
    build(s) {
      const batch = s.x.shape.length > 1 && s.flip() ? 1 : 0;
      const depth = s.int(1, s.x.shape.length - batch);
      const lead = batch === 1 ? [s.x.shape[0]!, 2] : [3];
      const tuples = Array.from({ length: elementCount(lead) }, () =>
        s.x.shape.slice(batch, batch + depth).map((length) => s.int(0, length - 1)),
      );
      return s.op('GatherND', [s.x.name, s.integers(tuples.flat(), [...lead, depth])], { batch_dims: int(batch) });
    },
  },
  {
    op: 'ScatterElements',
    build(s) {
      const axis = s.int(0, s.x.shape.length - 1);
      const shape = s.x.shape.with(axis, 1);
      const adds = s.flip();
      const indices = s.integers(positions(s, s.x.shape[axis]!, elementCount(shape)), shape);
      const updates = s.other((value) => `${value.shape}` === `${shape}`)?.name ?? s.weight(shape);
      return s.op('ScatterElements', [s.x.name, indices, updates], {
        axis: int(axis),
        ...(adds ? { reduction: string('add') } : {}),
      });
    },
  },
  {
    op: 'ScatterND',
    build(s) {
      const rest = s.x.shape.slice(1);
      const indices = s.integers([s.int(0, s.x.shape[0]! - 1)], [1, 1]);
      const updates = s.other(({ shape }) => `${shape}` === `${[1, ...rest]}`)?.name ?? s.weight([1, ...rest]);
      return s.op('ScatterND', [s.x.name, indices, updates], s.flip() ? { reduction: string('add') } : {});
    },
  },
  {
    op: 'DepthToSpace',
    ranks: [4],
    build(s) {
      const wide = s.op('Concat', new Array(4).fill(s.x.name), { axis: int(1) });
      return s.op('DepthToSpace', [wide], { blocksize: int(2), mode: string(s.pick(['DCR', 'CRD'])) });
    },
  },
  {
    op: 'SpaceToDepth',
    ranks: [4],
    build(s) {
      const even = s.op('Concat', [s.x.name, s.x.name], { axis: int(2) });
      return s.op('SpaceToDepth', [s.op('Concat', [even, even], { axis: int(3) })], { blocksize: int(2) });
    },
  },
  {
    op: 'Trilu',
    ranks: [2, 3, 4],
    build: (s) =>
      s.op('Trilu', s.flip() ? [s.x.name] : [s.x.name, s.integers([s.int(-1, 1)], [])], { upper: int(s.int(0, 1)) }),
  },
  {
    op: 'ReverseSequence',
    ranks: [2, 3, 4],
    build(s) {
      const batch = s.int(0, 1);
      const lengths = Array.from({ length: s.x.shape[batch]! }, () => s.int(1, s.x.shape[1 - batch]!));
      return s.op('ReverseSequence', [s.x.name, s.integers(lengths)], {
        batch_axis: int(batch),
        time_axis: int(1 - batch),
      });
    },
  },
];

function shuffled(s: Step, rank: number): number[] {
  const left = Array.from({ length: rank }, (_, axis) => axis);
  return Array.from({ length: rank }, () => left.splice(s.int(0, left.length - 1), 1)[0]!);
}

const longAxis = (s: Step) => {
  const long = s.x.shape.flatMap((length, axis) => (length > 1 ? [axis] : []));
  return long.length === 0 ? undefined : s.pick(long);
};

/** Positions along an axis, some counted from its end. */
const positions = (s: Step, length: number, count: number) =>
  Array.from({ length: count }, () => s.int(-length, length - 1));
