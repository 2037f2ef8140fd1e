/** Bytes as text: what crosses between Node.js and a page is JSON. */
export function base64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  let text = '';
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export const floatsOf = (text: string) => new Float32Array(bytesOf(text).buffer);
