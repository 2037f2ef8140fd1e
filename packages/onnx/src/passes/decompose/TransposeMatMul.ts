import type { Decomposition } from './decomposition.ts';
import { FusedMatMul } from './FusedMatMul.ts';

/** The name of FusedMatMul in models saved by older versions of ONNX Runtime, which had no `transBatchA` and `transBatchB`. */
export const TransposeMatMul: Decomposition = { ...FusedMatMul, op: 'com.microsoft.TransposeMatMul' };
