import { elementwise, type Forward } from '../tensor.ts';

/** y = the rest of a/b with the sign of a, broadcast: for floats ONNX prescribes `fmod`. */
export const Mod: Forward = ([a, b]) => elementwise(a!, b!, (left, right) => left % right);
