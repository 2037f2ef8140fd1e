import type { Decomposition } from './decomposition.ts';
import { GridSample } from './GridSample.ts';

/** GridSample as it was before ONNX had it, in operator set 16. */
export const MicrosoftGridSample: Decomposition = { ...GridSample, op: 'com.microsoft.GridSample' };
