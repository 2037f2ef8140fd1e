/** The bytes of a file, read once: into memory that workers can share, where the page is cross-origin isolated. */
export async function readBlob(blob: Blob): Promise<Uint8Array> {
  const buffer = globalThis.crossOriginIsolated ? new SharedArrayBuffer(blob.size) : new ArrayBuffer(blob.size);
  const bytes = new Uint8Array(buffer);
  const reader = blob.stream().getReader();
  for (let at = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return bytes;
    bytes.set(value, at);
    at += value.length;
  }
}
