import { equals, fromBinary, type Message } from '@bufbuild/protobuf';
import {
  type Engine,
  type EngineTensor,
  floatTypes,
  InvalidModelError,
  type Model,
  normalise,
  readModel,
  type Session,
  writeModel,
} from '@smoothgrad/onnx';
import { TensorProto_DataType as Kind, ModelProtoSchema, type TensorProto } from 'onnx-buf';
import { afterAll, describe, expect, test } from 'vitest';
import { checkConformanceGradient } from './support/conformanceGradient.ts';
import { type ConformanceModel, conformanceFolder, conformanceModels } from './support/conformanceModels.ts';
import { createTestEngine } from './support/testEngine.ts';

/** ONNX's conformance models: read, written, run, differentiated. What is left out is counted by reason. */
const root = conformanceFolder();
const models = root === undefined ? [] : conformanceModels(root);
const engine = createTestEngine();
afterAll(() => engine.close());

const embedFrom = (bytes: Uint8Array) => ({
  embed: (_: string, offset: number, length: number) => bytes.subarray(offset, offset + length),
});

describe.skipIf(root === undefined)('conformance', () => {
  test('every model is read and written back with equal content', () => {
    const different = models.filter(({ bytes }) => {
      const written = writeModel(readModel(bytes, 'model.onnx'), embedFrom(bytes));
      return !equals(
        ModelProtoSchema,
        asRaw(fromBinary(ModelProtoSchema, written)),
        asRaw(fromBinary(ModelProtoSchema, bytes)),
      );
    });
    expect(different.map(({ name }) => name)).toEqual([]);
    expect(models.length).toBeGreaterThanOrEqual(1072);
  });

  test('every model that ONNX Runtime loads gives the same outputs after reading and writing, and in its normal form', async () => {
    const counts = new Map<string, number>();
    const wrong: string[] = [];
    for (const model of models) {
      const result = await sameOutputs(model, engine).catch((error: Error) => `error: ${model.name}: ${error.message}`);
      if (/^(differs|error)/.test(result)) wrong.push(result);
      counts.set(result, (counts.get(result) ?? 0) + 1);
    }
    console.info('outputs:', Object.fromEntries(counts));
    expect(wrong).toEqual([]);
    const loaded = [...counts].reduce((sum, [result, count]) => (/^not loaded/.test(result) ? sum : sum + count), 0);
    // 1,010 load; for six with bfloat16 inputs the runtime's JavaScript has no type to describe them with.
    expect(loaded).toBeGreaterThanOrEqual(1004);
  }, 600_000);

  test('every differentiable float model passes a gradient check', async () => {
    const counts = new Map<string, string[]>();
    const wrong: string[] = [];
    for (const model of models) {
      const result = await checkConformanceGradient(model, engine).catch((error: Error) => `wrong: ${error.message}`);
      if (result.startsWith('wrong')) wrong.push(`${model.name} ${result}`);
      counts.set(result, [...(counts.get(result) ?? []), model.name]);
    }
    console.info(
      'gradients:',
      [...counts]
        .sort(([, a], [, b]) => b.length - a.length)
        .map(([result, names]) => `${names.length} ${result}${names.length <= 3 ? ` (${names})` : ''}`)
        .join('\n'),
    );
    expect(wrong).toEqual([]);
    expect(counts.get('right')?.length ?? 0).toBeGreaterThanOrEqual(475);
  }, 900_000);
});

/** Runs the file, the model read and written, and its normal form on the model's own inputs. */
async function sameOutputs(model: ConformanceModel, engine: Engine): Promise<string> {
  const proto = fromBinary(ModelProtoSchema, model.bytes);
  const graph = proto.graph!;
  const initial = new Set(graph.initializer.map(({ name }) => name));
  const wanted = graph.input.filter(({ name }) => !initial.has(name));
  const session = await create(engine, model.bytes);
  if (session === undefined) return 'not loaded by ONNX Runtime';
  const inputs = model.inputs(wanted);
  if (inputs.some((input) => input === undefined)) return closed(session, 'loaded; its inputs are no tensors');
  const feeds = Object.fromEntries(wanted.map(({ name }, i) => [name, inputs[i]!]));
  const expected = await session.run(feeds).catch(() => undefined);
  await session.close();
  if (expected === undefined) return 'loaded; ONNX Runtime cannot run it';
  const again = await outputsOf(engine, readModel(model.bytes, 'model.onnx'), model, feeds);
  if (!sameTensors(again, expected)) return `differs: ${model.name} after reading and writing`;
  const source = readModel(model.bytes, 'model.onnx');
  if ((source.opsets.get('') ?? 99) < 7) return 'the same outputs; its operator set is too old to normalise';
  if (source.graph.nodes.some(({ op }) => op === 'Scan') && source.opsets.get('') === 8) {
    expect(() => normalise(source)).toThrow(InvalidModelError);
    return 'refused in normal form: Scan of operator set 8';
  }
  const normal = await outputsOf(engine, normalise(source), model, feeds);
  if (!sameTensors(normal, expected)) return `differs: ${model.name} in its normal form`;
  return 'the same outputs';
}

async function outputsOf(
  engine: Engine,
  source: Model,
  { bytes }: ConformanceModel,
  feeds: Record<string, EngineTensor>,
) {
  const session = await engine.createSession({ model: writeModel(source, embedFrom(bytes)), optimisation: 'basic' });
  const present = new Set(source.graph.inputs.map(({ name }) => name));
  const results = await session.run(Object.fromEntries(Object.entries(feeds).filter(([name]) => present.has(name))));
  await session.close();
  return results;
}

async function create(engine: Engine, model: Uint8Array): Promise<Session | undefined> {
  return engine.createSession({ model, optimisation: 'basic' }).catch(() => undefined);
}

async function closed(session: Session, result: string): Promise<string> {
  await session.close();
  return result;
}

/** Random operators differ from run to run: only their shapes are compared. */
function sameTensors(a: Record<string, EngineTensor>, b: Record<string, EngineTensor>): boolean {
  return Object.entries(b).every(([name, { shape, type, data }]) => {
    const other = a[name];
    if (other === undefined || other.type !== type || `${other.shape}` !== `${shape}`) return false;
    if (!floatTypes.has(type))
      return Array.from(data as ArrayLike<unknown>).every(
        (value, i) => value === (other.data as unknown as ArrayLike<unknown>)[i],
      );
    return Array.from(data as Float32Array).every((value, i) => isNear(value, (other.data as Float32Array)[i]!));
  });
}

const isNear = (a: number, b: number) =>
  Object.is(a, b) || Math.abs(a - b) <= 1e-5 * (1 + Math.abs(a)) || (Number.isNaN(a) && Number.isNaN(b));

/** Tensors may hold their numbers in typed fields or as raw bytes, and an empty name may be written or left out: it means the same. */
function asRaw<T extends Message>(message: T): T {
  for (const [key, value] of Object.entries(message)) {
    if (value === '') delete (message as unknown as Record<string, unknown>)[key];
    for (const item of Array.isArray(value) ? value : [value])
      if (typeof item === 'object' && item !== null && '$typeName' in item) asRaw(item as Message);
    if (typeof value === 'object' && value !== null && 'case' in value) asRaw(value as never);
  }
  if (message.$typeName === 'onnx.TensorProto') toRaw(message as unknown as TensorProto);
  return message;
}

function toRaw(tensor: TensorProto): void {
  const bytes = encoders.flatMap(([kinds, encode]) => (kinds.includes(tensor.dataType) ? [encode(tensor)] : []))[0];
  if (tensor.rawData.length > 0 || bytes === undefined) return;
  tensor.rawData = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  tensor.floatData = [];
  tensor.doubleData = [];
  tensor.int32Data = [];
  tensor.int64Data = [];
  tensor.uint64Data = [];
}

const encoders: readonly (readonly [readonly number[], (tensor: TensorProto) => ArrayBufferView])[] = [
  [[Kind.FLOAT], ({ floatData }) => Float32Array.from(floatData)],
  [[Kind.DOUBLE], ({ doubleData }) => Float64Array.from(doubleData)],
  [[Kind.INT64], ({ int64Data }) => BigInt64Array.from(int64Data)],
  [[Kind.UINT64], ({ uint64Data }) => BigUint64Array.from(uint64Data)],
  [[Kind.UINT32], ({ uint64Data }) => Uint32Array.from(uint64Data, Number)],
  [[Kind.INT32], ({ int32Data }) => Int32Array.from(int32Data)],
  [[Kind.INT16, Kind.UINT16, Kind.FLOAT16, Kind.BFLOAT16], ({ int32Data }) => Uint16Array.from(int32Data)],
  [[Kind.INT8, Kind.UINT8, Kind.BOOL], ({ int32Data }) => Uint8Array.from(int32Data)],
];
