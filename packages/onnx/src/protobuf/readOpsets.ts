import type { OperatorSetIdProto } from 'onnx-buf';
import { safeInteger } from './safeInteger.ts';

/** The standard domain has two names in files. */
export const standardDomain = (domain: string) => (domain === 'ai.onnx' ? '' : domain);

export function readOpsets(imports: readonly OperatorSetIdProto[]): Map<string, number> {
  return new Map(
    imports.map(({ domain, version }) => [standardDomain(domain), safeInteger(version, 'an opset version')]),
  );
}
