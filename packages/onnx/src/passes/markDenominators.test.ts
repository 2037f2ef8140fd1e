import { describe, expect, it } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { floats, integers, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { isNormalisation, markDenominators } from './markDenominators.ts';

const engine = createTestEngine();
const constants = [floats('small', [], [1e-5]), integers('last', [1])];

/** Whether the node that makes `y` is a normalisation. */
async function isMarked(nodes: readonly ReturnType<typeof node>[]): Promise<boolean> {
  const source = modelOf({ inputs: { x: [2, 2] }, nodes: [...nodes], outputs: ['y'], constants });
  const { graph } = markDenominators(await staticModel(source, engine));
  return isNormalisation(graph.nodes.find(({ outputs }) => outputs[0] === 'y')!);
}

const square = [node('Mul', ['x', 'x'], ['q']), node('ReduceSum', ['q', 'last'], ['t'])];
const norm = [...square, node('Sqrt', ['t'], ['n'])];

describe('a Div by', () => {
  it.each([
    ['a standard deviation or norm', [...norm, node('Div', ['x', 'n'], ['y'])], true],
    ['√v + ε', [...norm, node('Add', ['n', 'small'], ['d']), node('Div', ['x', 'd'], ['y'])], true],
    ['max(‖x‖, ε)', [...norm, node('Max', ['n', 'small'], ['d']), node('Div', ['x', 'd'], ['y'])], true],
    [
      'the sum of a softmax',
      [node('Exp', ['x'], ['e']), node('ReduceSum', ['e', 'last'], ['t']), node('Div', ['e', 't'], ['y'])],
      true,
    ],
    ['another value', [node('Tanh', ['x'], ['t']), node('Div', ['x', 't'], ['y'])], false],
    [
      'a norm that another value is added to',
      [...norm, node('Add', ['n', 'x'], ['d']), node('Div', ['x', 'd'], ['y'])],
      false,
    ],
    ['a constant', [node('Div', ['x', 'small'], ['y'])], false],
  ] as const)('%s: %s', async (_, nodes, expected) => {
    expect(await isMarked(nodes)).toBe(expected);
  });

  it('a norm, of a constant, is no product with the image', async () => {
    expect(await isMarked([...norm, node('Div', ['small', 'n'], ['y'])])).toBe(false);
  });
});
