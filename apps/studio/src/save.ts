/** Hands a file to the user. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers begin to read a little later.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** `cat.smoothgrad.tiger-cat`, as the command line names its files. */
export function stemOf(photo: string, method: string, label: string): string {
  const slug = label
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return `${photo.replace(/\.[^.]*$/, '')}.${method}.${slug || 'map'}`;
}
