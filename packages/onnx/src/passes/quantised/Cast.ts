import { floatTypes } from '../../elements.ts';
import type { ElementType } from '../../ir.ts';
import { limitsOf, type QuantisedOperator } from './quantisedOperator.ts';

/** Whole numbers in another type: the same numbers, unless they would wrap around in it. */
export const Cast: QuantisedOperator = {
  op: 'Cast',
  data: [0],
  keepsNumbers: () => true,
  rewrite({ g, inputs, outputs, fileType }) {
    const to = outputs[0]!.type;
    if (floatTypes.has(to)) return [g.cast(inputs[0]!, to)];
    if (!isWider(to, fileType(0)!)) return 'it makes integers of integers that may not fit';
    return [{ value: inputs[0]!, offset: 0 }];
  },
};

const accumulators: ReadonlySet<ElementType> = new Set(['int32', 'int64']);

function isWider(to: ElementType, from: ElementType): boolean {
  if (accumulators.has(to)) return true;
  const [outer, inner] = [limitsOf(to), limitsOf(from)];
  return outer !== undefined && inner !== undefined && outer[0] <= inner[0] && outer[1] >= inner[1];
}
