import { elementCount, type GraphBuilder, stringAttribute, type Value } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { addressedRows } from './addressedRows.ts';
import { lastWriters } from './lastWriters.ts';
import { zerosLike } from './zerosLike.ts';

/**
 * y = data with updates, elements or slices, written (`none`) or added (`add`) where tuples of indices say.
 * ddata = dy, with zeros where it was overwritten.  dupdates = dy at the tuples; of several updates written to one place the
 * last one has it all.
 */
export const ScatterND: GradientRule = {
  op: 'ScatterND',
  indexInputs: [1],
  refuse({ node }) {
    const reduction = stringAttribute(node, 'reduction', 'none');
    if (reduction === 'none' || reduction === 'add') return undefined;
    return `its reduction '${reduction}' has no gradient rule, only 'none' and 'add' have`;
  },
  backward({ g, node, inputs: [data, indices, updates], needs, cotangents: [dy] }) {
    if (elementCount(updates!.shape) === 0) return [dy, undefined, zerosLike(g, updates!)];
    const adds = stringAttribute(node, 'reduction', 'none') === 'add';
    const kept = () => (adds ? dy! : g.op('ScatterND', [dy, indices, zerosLike(g, updates!)], { shape: data!.shape }));
    const taken = () => {
      const there = g.op('GatherND', [dy, indices], { shape: updates!.shape });
      return adds ? there : g.where(wonTuples(g, data!, indices!, updates!), there, g.scalar(0, there));
    };
    return [needs[0] ? kept() : undefined, undefined, needs[2] ? taken() : undefined];
  },
};

/** Which tuples wrote what is in the result, so shaped that it broadcasts to the updates. */
function wonTuples(g: GraphBuilder, data: Value, indices: Value, updates: Value): Value {
  const { rows, index } = addressedRows(g, data.shape, indices, 0);
  const outer = indices.shape.slice(0, -1);
  const inner = updates.shape.slice(outer.length).map(() => 1);
  return g.reshape(lastWriters(g, [rows], index, 0), [...outer, ...inner]);
}
