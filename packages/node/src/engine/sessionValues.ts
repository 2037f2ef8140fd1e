import type { ElementType, SessionValue } from '@smoothgrad/onnx';
import type { InferenceSession } from 'onnxruntime-node';

/**
 * Names and types of a session's inputs or outputs. A dimension without number or symbol is undefined. The runtime's
 * binding gives `[]` for a scalar and for a tensor of unknown rank alike.
 */
export function sessionValues(metadata: readonly InferenceSession.ValueMetadata[]): SessionValue[] {
  return metadata.map((value) => {
    if (!value.isTensor) return { name: value.name, type: undefined };
    const shape = value.shape.map((side) => (side === '' ? undefined : side));
    return { name: value.name, type: { elementType: value.type as ElementType, shape } };
  });
}
