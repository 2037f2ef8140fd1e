import { create, toBinary } from '@bufbuild/protobuf';
import { type ModelProto, ModelProtoSchema } from 'onnx-buf';
import type { Model } from '../ir.ts';
import { derive, entries } from './derive.ts';
import { writeFunction } from './writeFunction.ts';
import { writeGraph } from './writeGraph.ts';
import { writeOpsets } from './writeOpsets.ts';
import { tensorWriter, type WeightWriting } from './writeTensor.ts';

/**
 * Encodes a model. What `readModel` could not interpret is written back unchanged.
 *
 * @param weights `'reference'`: weights that lie in files stay there, named by `external_data` (the written model then works
 *   only in the folder of those files); `{ embed }`: a function that returns the bytes of a reference
 */
export function writeModel(model: Model, weights: WeightWriting): Uint8Array {
  const tensors = tensorWriter(weights);
  const original = model.extra as Partial<ModelProto> | undefined;
  const proto = derive<ModelProto>(create(ModelProtoSchema), model.extra, {
    irVersion: BigInt(model.irVersion),
    opsetImport: writeOpsets(model.opsets, original?.opsetImport),
    graph: writeGraph(model.graph, tensors),
    functions: model.functions.map((each) => writeFunction(each, tensors)),
    metadataProps: entries(model.metadata, original?.metadataProps),
  });
  return toBinary(ModelProtoSchema, proto);
}
