import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import type { EngineTensor } from '@smoothgrad/onnx';
import { TensorProtoSchema, type ValueInfoProto } from 'onnx-buf';
import { readTensor } from '../../packages/onnx/src/protobuf/readTensor.ts';

/** ONNX's own test models, each with inputs and outputs: Debian's package libonnx-testdata (operator sets up to 17). */
const folder = process.env.SMOOTHGRAD_ONNX_TESTDATA ?? '/usr/share/libonnx-testdata/data';

/** Where the models are; undefined, with a line, where they are missing. */
export function conformanceFolder(): string | undefined {
  if (existsSync(folder)) return folder;
  console.info(
    `skipped: ONNX's test models are not in ${folder} (install libonnx-testdata, or name their folder in SMOOTHGRAD_ONNX_TESTDATA)`,
  );
  return undefined;
}

export interface ConformanceModel {
  /** `node/test_relu` */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The inputs of its first data set, in order; undefined: no tensor (a sequence, an optional). */
  inputs(types: readonly ValueInfoProto[]): readonly (EngineTensor | undefined)[];
}

export function conformanceModels(root: string): ConformanceModel[] {
  return readdirSync(root).flatMap((suite) =>
    readdirSync(join(root, suite)).flatMap((name): ConformanceModel[] => {
      const file = join(root, suite, name, 'model.onnx');
      if (!existsSync(file)) return [];
      const data = join(root, suite, name, 'test_data_set_0');
      return [
        {
          name: `${suite}/${name}`,
          bytes: new Uint8Array(readFileSync(file)),
          inputs: (types) => types.map((type, i) => readInput(join(data, `input_${i}.pb`), type)),
        },
      ];
    }),
  );
}

function readInput(file: string, { type }: ValueInfoProto): EngineTensor | undefined {
  if (type?.value.case !== 'tensorType' || !existsSync(file)) return undefined;
  const bytes = new Uint8Array(readFileSync(file));
  const tensor = readTensor(fromBinary(TensorProtoSchema, bytes), { file: 'none', bytes: new Uint8Array() });
  if (tensor.data.kind === 'strings') return undefined;
  const raw = tensor.data.kind === 'inline' ? tensor.data.bytes : undefined;
  const array = arrays[tensor.type];
  if (raw === undefined || array === undefined) return undefined;
  return { type: tensor.type, shape: tensor.dims, data: new array(raw.slice().buffer) };
}

const arrays: Readonly<Record<string, new (buffer: ArrayBuffer) => EngineTensor['data']>> = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  float16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
};
