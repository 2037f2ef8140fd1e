import { int, intAttribute, normaliseAxis, stringAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { lastWriters } from './lastWriters.ts';
import { zerosLike } from './zerosLike.ts';

/**
 * y = data with updates written (`none`) or added (`add`) at indices along an axis.
 * ddata = dy, with zeros where it was overwritten.  dupdates = dy at the indices; of several updates written to one place the
 * last one has it all.
 */
export const ScatterElements: GradientRule = {
  op: 'ScatterElements',
  indexInputs: [1],
  refuse({ node }) {
    const reduction = stringAttribute(node, 'reduction', 'none');
    if (reduction === 'none' || reduction === 'add') return undefined;
    return `its reduction '${reduction}' has no gradient rule, only 'none' and 'add' have`;
  },
  backward({ g, node, inputs: [data, indices, updates], needs, cotangents: [dy] }) {
    const axis = normaliseAxis(intAttribute(node, 'axis', 0), data!.shape.length);
    const attributes = { axis: int(axis) };
    const adds = stringAttribute(node, 'reduction', 'none') === 'add';
    const kept = () => {
      if (adds) return dy!;
      return g.op('ScatterElements', [dy, indices, zerosLike(g, updates!)], { shape: data!.shape, attributes });
    };
    const taken = () => {
      const there = g.op('GatherElements', [dy, indices], { shape: updates!.shape, attributes });
      if (adds) return there;
      return g.where(lastWriters(g, data!.shape, indices!, axis), there, g.scalar(0, there));
    };
    return [needs[0] ? kept() : undefined, undefined, needs[2] ? taken() : undefined];
  },
};
