const pictures = /\.(?:jpe?g|jfif|png|webp|gif|avif|bmp|tiff?|heic)$/i;

/** What was dropped, pasted or chosen: photos, and whatever else belongs to a model. */
export function sortFiles(files: readonly File[]): {
  readonly photo: File | undefined;
  readonly model: readonly File[];
} {
  const isPhoto = ({ name, type }: File) => type.startsWith('image/') || pictures.test(name);
  return { photo: files.find(isPhoto), model: files.filter((file) => !isPhoto(file)) };
}

/** The files of a drop, those of folders too: a model is often a folder. */
export async function filesOf(data: DataTransfer): Promise<File[]> {
  const entries = Array.from(data.items, (item) => item.webkitGetAsEntry?.());
  if (entries.every((entry) => entry === null || entry === undefined || entry.isFile)) return [...data.files];
  const found = await Promise.all(entries.map((entry) => (entry ? filesIn(entry) : [])));
  return found.flat();
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return found;
    for (const each of part) found.push(...(await filesIn(each)));
  }
}
