import type { SessionValue } from '../engine.ts';
import type { ElementType } from '../ir.ts';

/** What a session of ONNX Runtime's JavaScript interface says of a value. */
export type RuntimeMetadata =
  | { readonly name: string; readonly isTensor: false }
  | {
      readonly name: string;
      readonly isTensor: true;
      readonly type: string;
      readonly shape: readonly (number | string)[];
    };

/**
 * Names and types of a session's inputs or outputs. A dimension without number or symbol is undefined. The runtime's
 * binding gives `[]` for a scalar and for a tensor of unknown rank alike.
 */
export function sessionValues(metadata: readonly RuntimeMetadata[]): SessionValue[] {
  return metadata.map((value) => {
    if (!value.isTensor) return { name: value.name, type: undefined };
    const shape = value.shape.map((side) => (side === '' ? undefined : side));
    return { name: value.name, type: { elementType: value.type as ElementType, shape } };
  });
}
