import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperatorTimes } from '@smoothgrad/onnx';
import type { InferenceSession } from 'onnxruntime-node';

/** The runtime writes its measurements to a file, in Chrome's trace format, when told to end. */
export interface Profiling {
  readonly options: InferenceSession.SessionOptions;
  /** After the end. Removes the file. */
  read(): readonly OperatorTimes[];
  discard(): void;
}

export function startProfiling(): Profiling {
  const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-profile-'));
  const discard = () => rmSync(folder, { recursive: true, force: true });
  return {
    options: { enableProfiling: true, profileFilePrefix: join(folder, 'profile') },
    discard,
    read() {
      try {
        const [file] = readdirSync(folder);
        return file === undefined ? [] : operatorTimes(readFileSync(join(folder, file), 'utf8'));
      } finally {
        discard();
      }
    },
  };
}

/** Shapes by type: `[{ "float": [1, 3, 8, 8] }]`. */
type Shapes = readonly Readonly<Record<string, readonly number[]>>[];

interface TraceEvent {
  readonly cat?: string;
  readonly name: string;
  /** Microseconds. */
  readonly dur: number;
  readonly args?: {
    readonly op_name?: string;
    readonly input_type_shape?: Shapes;
    readonly output_type_shape?: Shapes;
  };
}

const KERNEL = '_kernel_time';

/** The operators of a trace, in the order of their first run. */
export function operatorTimes(trace: string): readonly OperatorTimes[] {
  const operators = new Map<string, OperatorTimes & { readonly milliseconds: number[] }>();
  for (const { cat, name, dur, args } of JSON.parse(trace) as TraceEvent[]) {
    if (cat !== 'Node' || !name.endsWith(KERNEL)) continue;
    const node = name.slice(0, -KERNEL.length);
    const known = operators.get(node);
    if (known !== undefined) known.milliseconds.push(dur / 1000);
    else {
      operators.set(node, {
        node,
        op: args?.op_name ?? '',
        inputs: shapesOf(args?.input_type_shape),
        outputs: shapesOf(args?.output_type_shape),
        milliseconds: [dur / 1000],
      });
    }
  }
  return [...operators.values()];
}

const shapesOf = (list: Shapes = []) => list.flatMap((entry) => Object.values(entry));
