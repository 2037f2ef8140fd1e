import type { FunctionProto } from 'onnx-buf';
import type { ModelFunction } from '../ir.ts';
import { readAttribute, readNode } from './readGraph.ts';
import { readOpsets, standardDomain } from './readOpsets.ts';
import type { Origin } from './readTensor.ts';

export function readFunction(proto: FunctionProto, origin: Origin): ModelFunction {
  return {
    domain: standardDomain(proto.domain),
    name: proto.name,
    overload: proto.overload,
    inputs: proto.input,
    outputs: proto.output,
    nodes: proto.node.map((node) => readNode(node, origin)),
    defaults: new Map(proto.attributeProto.map((attribute) => [attribute.name, readAttribute(attribute, origin)])),
    opsets: readOpsets(proto.opsetImport),
    extra: { ...proto, node: [], attributeProto: [], $unknown: proto.$unknown },
  };
}
