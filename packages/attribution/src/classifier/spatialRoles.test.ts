import { elementCount, type GraphNode, int, ints, type Tensor } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { modelOf, node, weights } from '../../../../tests/support/graphs.ts';
import { integers, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { spatialRoles } from './spatialRoles.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const constants: Tensor[] = [
  weights('w', [5, 3, 1, 1]),
  weights('m', [5, 7]),
  weights('class', [1, 2, 5]),
  weights('one', [2], 3),
  integers('merged', [1, 5, 8]),
  integers('split', [1, 5, 2, 4]),
  integers('groups', [1, 2, 20]),
  integers('zero', [0]),
];

/** Of a value, as `NCHW 2×4`, tokens of other kinds after a plus; `?` before anything is learned. */
async function rolesOf(name: string, nodes: readonly GraphNode[]): Promise<string | undefined> {
  const model = modelOf({ inputs: { x: [1, 3, 2, 4] }, nodes, outputs: [nodes.at(-1)!.outputs[0]!], constants });
  const image = { name: 'x', layout: 'NCHW', channels: 3, height: 2, width: 4, isWhole: false } as const;
  const found = spatialRoles(await staticModel(model, engine), image).get(name);
  if (found === undefined) return undefined;
  const { roles, height, width, prefix, isLayer } = found;
  expect(elementCount([height, width])).toBeGreaterThan(0);
  return `${roles.join('')} ${height}×${width}${prefix > 0 ? `+${prefix}` : ''}${isLayer ? '' : '?'}`;
}

const conv = node('Conv', ['x', 'w'], ['c']);
const merged = [conv, node('Reshape', ['c', 'merged'], ['t'])];
const tokens = [...merged, node('Transpose', ['t'], ['q'], { perm: ints([0, 2, 1]) })];
const joined = [...tokens, node('Concat', ['class', 'q'], ['j'], { axis: int(1) })];
const last = node('Transpose', ['c'], ['l'], { perm: ints([0, 2, 3, 1]) });

describe('rows and columns', () => {
  it.each<[string, string, GraphNode[], string | undefined]>([
    ['the image itself is no layer', 'x', [conv], 'NCHW 2×4?'],
    ['nor what is made of it without weights', 's', [node('Neg', ['x'], ['s'])], 'NCHW 2×4?'],
    ['a Conv', 'c', [conv], 'NCHW 2×4'],
    ['channels moved last', 'l', [conv, last], 'NHWC 2×4'],
    ['a matrix product with channels last', 'p', [conv, last, node('MatMul', ['l', 'm'], ['p'])], 'NHWC 2×4'],
    ['rows and columns merged', 't', merged, 'NCT 2×4'],
    ['tokens', 'q', tokens, 'NTC 2×4'],
    ['and split again', 'r', [...merged, node('Reshape', ['t', 'split'], ['r'])], 'NCHW 2×4'],
    ['behind other tokens', 'j', joined, 'NTC 2×4+2'],
    ['a matrix product of tokens', 'p', [...joined, node('MatMul', ['j', 'm'], ['p'])], 'NTC 2×4+2'],
    ['one token', 'g', [...joined, node('Gather', ['j', 'zero'], ['g'], { axis: int(1) })], undefined],
    ['groups', 'g', [conv, node('Reshape', ['c', 'groups'], ['g'])], undefined],
    [
      'what a pooling takes, whatever was before',
      'r',
      [
        conv,
        node('Reshape', ['c', 'groups'], ['g']),
        node('Neg', ['g'], ['n']),
        node('Reshape', ['n', 'split'], ['r']),
        node('GlobalAveragePool', ['r'], ['p']),
      ],
      'NCHW 2×4',
    ],
    ['a vector', 'f', [conv, node('Flatten', ['c'], ['f'])], undefined],
  ])('%s', async (_, name, nodes, expected) => {
    expect(await rolesOf(name, nodes)).toBe(expected);
  });
});
