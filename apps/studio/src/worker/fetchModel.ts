import type { NamedFile } from '@smoothgrad/web';
import type { Loading, ModelSource } from '../protocol.ts';
import { bytes } from '../words.ts';

/** The files of a model: those that were given, or those of the site, fetched now. */
export async function modelFiles(source: ModelSource, listen: (loading: Loading) => void): Promise<NamedFile[]> {
  if ('files' in source) return source.files.map((file) => ({ name: file.name, content: file }));
  const { files, name } = source.site;
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  let loaded = 0;
  const found: NamedFile[] = [];
  for (const file of files) {
    const parts = await fetchParts(file.url, (length) => {
      loaded += length;
      listen({ phase: `fetching ${name} (${bytes(total)})`, share: Math.min(1, loaded / total) });
    });
    found.push({ name: file.name, content: new Blob(parts) });
  }
  return found;
}

async function fetchParts(url: string, onPart: (length: number) => void): Promise<BlobPart[]> {
  const response = await fetch(url);
  if (!response.ok || response.body === null) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  const reader = response.body.getReader();
  const parts: BlobPart[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return parts;
    parts.push(value);
    onPart(value.length);
  }
}
