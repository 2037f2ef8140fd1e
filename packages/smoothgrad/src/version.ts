import { createRequire } from 'node:module';

/** Version of this package. */
export function ownVersion(): string {
  const { version } = createRequire(import.meta.url)('smoothgrad/package.json') as { version: string };
  return version;
}

/** Versions of all that computes, for results: `onnxruntime-node 1.30.0` is the engine's name. */
export function versions(engine: string): Record<string, string> {
  const [runtime = engine, version = ''] = engine.split(' ');
  return { smoothgrad: ownVersion(), [runtime]: version, node: process.versions.node };
}
