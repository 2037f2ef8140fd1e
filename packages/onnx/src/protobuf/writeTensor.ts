import { create } from '@bufbuild/protobuf';
import { StringStringEntryProtoSchema, type TensorProto, TensorProto_DataLocation, TensorProtoSchema } from 'onnx-buf';
import { InvalidModelError } from '../errors.ts';
import type { Tensor } from '../ir.ts';
import { dataTypeOf } from './elementTypes.ts';
import type { TensorExtra } from './readTensor.ts';

/** Returns `length` bytes of `file` from `offset`. */
export type ReadBytes = (file: string, offset: number, length: number) => Uint8Array;

export type WeightWriting = 'reference' | { readonly embed: ReadBytes };

export interface TensorWriter {
  readonly initializer: (tensor: Tensor) => TensorProto;
  /** Tensors inside attributes cannot be external for ONNX Runtime, so they are embedded. */
  readonly attribute: (tensor: Tensor) => TensorProto;
}

export function tensorWriter(weights: WeightWriting): TensorWriter {
  const embed = weights === 'reference' ? undefined : weights.embed;
  const write = (tensor: Tensor, bytesOf: ReadBytes | undefined): TensorProto => {
    const proto = create(TensorProtoSchema, {
      ...(tensor.name !== '' && { name: tensor.name }),
      dims: tensor.dims.map(BigInt),
      dataType: dataTypeOf(tensor.type),
    });
    writeExtra(proto, tensor.extra as TensorExtra | undefined);
    writeData(proto, tensor, bytesOf);
    return proto;
  };
  return {
    initializer: (tensor) => write(tensor, embed),
    attribute: (tensor) => {
      if (tensor.data.kind === 'file' && embed === undefined) {
        throw new InvalidModelError(
          `the tensor '${tensor.name}' inside an attribute lies in a file, where ONNX Runtime does not look: store it as an initializer`,
        );
      }
      return write(tensor, embed);
    },
  };
}

function writeExtra(proto: TensorProto, extra: TensorExtra | undefined): void {
  if (extra === undefined) return;
  if (extra.docString !== '') proto.docString = extra.docString;
  proto.metadataProps = extra.metadataProps;
  if (extra.segment !== undefined) proto.segment = extra.segment;
  if (extra.unknown !== undefined) proto.$unknown = extra.unknown;
}

function writeData(proto: TensorProto, { data }: Tensor, bytesOf: ReadBytes | undefined): void {
  if (data.kind === 'strings') {
    proto.stringData = [...data.values] as Uint8Array<ArrayBuffer>[];
  } else if (data.kind === 'inline') {
    proto.rawData = data.bytes as Uint8Array<ArrayBuffer>;
  } else if (bytesOf !== undefined) {
    proto.rawData = bytesOf(data.file, data.offset, data.length) as Uint8Array<ArrayBuffer>;
  } else {
    proto.dataLocation = TensorProto_DataLocation.EXTERNAL;
    proto.externalData = Object.entries({ location: data.file, offset: data.offset, length: data.length }).map(
      ([key, value]) => create(StringStringEntryProtoSchema, { key, value: String(value) }),
    );
  }
}
