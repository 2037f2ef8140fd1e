import type { Surroundings } from './chooseDevice.ts';

/** The part of WebGPU's interface that is asked. */
interface Adapters {
  requestAdapter(options?: { readonly powerPreference?: 'high-performance' }): Promise<{
    readonly isFallbackAdapter?: boolean;
    readonly info?: { readonly isFallbackAdapter?: boolean };
  } | null>;
}

/** Looks around: in a page or in a worker. */
export async function surroundings(): Promise<Surroundings> {
  return {
    adapter: await adapterHere(),
    isIsolated: globalThis.crossOriginIsolated === true,
    cores: navigator.hardwareConcurrency || 1,
  };
}

async function adapterHere(): Promise<Surroundings['adapter']> {
  const { gpu } = navigator as { readonly gpu?: Adapters };
  // A browser whose graphics process has crashed too often rejects.
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (adapter === null || adapter === undefined) return 'none';
  return (adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter) === true ? 'software' : 'hardware';
}
