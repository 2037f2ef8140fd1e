import { create } from '@bufbuild/protobuf';
import { type FunctionProto, FunctionProtoSchema } from 'onnx-buf';
import type { ModelFunction } from '../ir.ts';
import { derive } from './derive.ts';
import { standardDomain } from './readOpsets.ts';
import { writeAttribute, writeNode } from './writeGraph.ts';
import { writeOpsets } from './writeOpsets.ts';
import type { TensorWriter } from './writeTensor.ts';

export function writeFunction(each: ModelFunction, tensors: TensorWriter): FunctionProto {
  const original = each.extra as Partial<FunctionProto> | undefined;
  const domain = standardDomain(original?.domain ?? '') === each.domain ? original?.domain : each.domain;
  return derive<FunctionProto>(create(FunctionProtoSchema), each.extra, {
    name: each.name,
    ...(domain && { domain }),
    ...(each.overload !== '' && { overload: each.overload }),
    input: [...each.inputs],
    output: [...each.outputs],
    node: each.nodes.map((node) => writeNode(node, tensors)),
    attributeProto: [...each.defaults].map(([name, attribute]) => writeAttribute(name, attribute, tensors)),
    opsetImport: writeOpsets(each.opsets, original?.opsetImport),
  });
}
