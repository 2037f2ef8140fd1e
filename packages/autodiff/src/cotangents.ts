import type { GraphBuilder, Value } from '@smoothgrad/onnx';
import { joinPaddings, type Padding, paddingOf } from './joinPaddings.ts';

/** The cotangent of each value, added up from its readers. */
export interface Cotangents {
  add(name: string, cotangent: Value): void;
  /** Undefined: nothing was added. */
  total(name: string): Value | undefined;
}

interface Parts {
  /** Added up at once, so that nothing is kept in memory for later. */
  readonly sum: Value | undefined;
  /** Parts inside zeros, from readers of parts: these may fit together. */
  readonly paddings: readonly Padding[];
}

export function createCotangents(g: GraphBuilder): Cotangents {
  const parts = new Map<string, Parts>();
  return {
    add(name, cotangent) {
      const { sum, paddings } = parts.get(name) ?? { sum: undefined, paddings: [] };
      const padding = paddingOf(g, cotangent);
      const next =
        padding === undefined
          ? { sum: sum === undefined ? cotangent : g.add(sum, cotangent), paddings }
          : { sum, paddings: [...paddings, padding] };
      parts.set(name, next);
    },
    total(name) {
      const { sum, paddings } = parts.get(name) ?? { sum: undefined, paddings: [] };
      const all = [...(sum === undefined ? [] : [sum]), ...joinPaddings(g, paddings)];
      if (all.length === 0) return undefined;
      const total = all.reduce((a, b) => g.add(a, b));
      parts.set(name, { sum: total, paddings: [] });
      return total;
    },
  };
}
