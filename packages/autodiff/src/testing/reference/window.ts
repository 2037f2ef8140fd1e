import { type GraphNode, intAttribute, intsAttribute, stringAttribute } from '@smoothgrad/onnx';

/** Positions of a sliding window along one axis. */
export interface AxisWindow {
  /** Number of windows. */
  readonly outputs: number;
  readonly kernel: number;
  /** Input positions lie in [0, input), padded ones in [-begin, input + end). */
  readonly input: number;
  readonly begin: number;
  readonly end: number;
  /** Input position of tap k of window o; outside [0, input) it is padding. */
  position(o: number, k: number): number;
}

/**
 * The windows of Conv and the pools along each spatial axis (ONNX operator specification, attributes `strides`,
 * `dilations`, `pads`, `auto_pad`, `ceil_mode`). With `ceil_mode` no window starts behind the input and its padding at the
 * beginning, as in PyTorch.
 */
export function windows(node: GraphNode, input: readonly number[], kernel: readonly number[]): AxisWindow[] {
  const rank = kernel.length;
  const pads = intsAttribute(node, 'pads') ?? new Array<number>(2 * rank).fill(0);
  const autoPad = stringAttribute(node, 'auto_pad', 'NOTSET');
  const ceil = intAttribute(node, 'ceil_mode', 0) === 1;
  return kernel.map((size, axis) => {
    const stride = intsAttribute(node, 'strides')?.[axis] ?? 1;
    const dilation = intsAttribute(node, 'dilations')?.[axis] ?? 1;
    const reach = dilation * (size - 1);
    const length = input[axis]!;
    let [begin, end] = autoPad === 'NOTSET' ? [pads[axis]!, pads[axis + rank]!] : [0, 0];
    let outputs = Math[ceil ? 'ceil' : 'floor']((length + begin + end - reach - 1) / stride) + 1;
    if (ceil && (outputs - 1) * stride >= length + begin) outputs -= 1;
    if (autoPad.startsWith('SAME')) {
      outputs = Math.ceil(length / stride);
      const total = Math.max(0, (outputs - 1) * stride + reach + 1 - length);
      begin = autoPad === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2);
      end = total - begin;
    }
    const first = begin;
    return {
      outputs,
      kernel: size,
      input: length,
      begin,
      end,
      position: (o, k) => o * stride - first + k * dilation,
    };
  });
}

/** Calls `visit` with the input position and the kernel position of every tap of the window at `output` that is not padding. */
export function visitTaps(
  axes: readonly AxisWindow[],
  output: readonly number[],
  visit: (position: readonly number[], tap: readonly number[]) => void,
): void {
  const position = axes.map(() => 0);
  const tap = axes.map(() => 0);
  const along = (axis: number): void => {
    const window = axes[axis];
    if (window === undefined) {
      visit(position, tap);
      return;
    }
    for (let k = 0; k < window.kernel; k++) {
      const at = window.position(output[axis]!, k);
      if (at < 0 || at >= window.input) continue;
      position[axis] = at;
      tap[axis] = k;
      along(axis + 1);
    }
  };
  along(0);
}
