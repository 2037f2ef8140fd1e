import { fromBinary } from '@bufbuild/protobuf';
import { type ModelProto, ModelProtoSchema } from 'onnx-buf';
import { InvalidModelError } from '../errors.ts';
import type { Model } from '../ir.ts';
import { readFunction } from './readFunction.ts';
import { readGraph } from './readGraph.ts';
import { readOpsets } from './readOpsets.ts';
import { safeInteger } from './safeInteger.ts';
import { type ByteSource, withoutWeights } from './withoutWeights.ts';

/**
 * Reads an ONNX model. Weights larger than 1 kB stay references `{file, offset, length}` into `file`, so the buffer may be
 * dropped afterwards.
 *
 * @param bytes the whole .onnx file, or a way to read parts of it: its weights are then not read
 * @param file the file's name without its folder; references to its weights carry it
 * @throws InvalidModelError not ONNX, truncated, or inconsistent
 * @throws ExternalDataError an external data location that leaves the model's folder
 * @example const model = readModel(await readFile('model.onnx'), 'model.onnx')
 */
export function readModel(bytes: Uint8Array | ByteSource, file: string): Model {
  if (bytes instanceof Uint8Array) return readBytes(bytes, file);
  const slim = withoutWeights(bytes);
  return slim === undefined ? readBytes(bytes.read(0, bytes.size), file) : readBytes(slim, file, new Uint8Array(0));
}

/** @param origin of which large views are references; the bytes themselves, where these are the whole file */
function readBytes(bytes: Uint8Array, file: string, whole: Uint8Array = bytes): Model {
  if (bytes.byteLength === 0) throw new InvalidModelError(`${file} is empty`);
  const proto = decode(bytes, file);
  if (proto.graph === undefined || proto.graph.node.length === 0) {
    throw new InvalidModelError(`${file} is not an ONNX model: it holds no graph`);
  }
  if (proto.opsetImport.length === 0) {
    throw new InvalidModelError(`${file} is not a complete ONNX model: it names no operator set. Export it again`);
  }
  const origin = { file, bytes: whole };
  return {
    irVersion: safeInteger(proto.irVersion, 'the IR version'),
    producer: [proto.producerName, proto.producerVersion].filter(Boolean).join(' '),
    opsets: readOpsets(proto.opsetImport),
    graph: readGraph(proto.graph, origin),
    functions: proto.functions.map((each) => readFunction(each, origin)),
    metadata: new Map(proto.metadataProps.map(({ key, value }) => [key, value])),
    extra: { ...proto, graph: undefined, functions: [], $unknown: proto.$unknown },
  };
}

function decode(bytes: Uint8Array, file: string): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    throw new InvalidModelError(`${file} is not a readable ONNX model: it is damaged, cut short, or something else`, {
      cause,
    });
  }
}
