import { create } from '@bufbuild/protobuf';
import { type OperatorSetIdProto, OperatorSetIdProtoSchema } from 'onnx-buf';
import { standardDomain } from './readOpsets.ts';

/** Imports that have not changed are written as they were read. */
export function writeOpsets(opsets: ReadonlyMap<string, number>, original: readonly OperatorSetIdProto[] = []) {
  return [...opsets].map(([domain, version]) => {
    const known = original.find((set) => standardDomain(set.domain) === domain);
    const isSame = known?.version === BigInt(version);
    return isSame ? known : create(OperatorSetIdProtoSchema, { domain, version: BigInt(version) });
  });
}
