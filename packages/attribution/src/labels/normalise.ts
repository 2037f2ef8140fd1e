/** Text as labels are compared: case, runs of spaces and underscores, and the way accents are composed do not count. */
export function normalise(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_]+/gu, ' ')
    .trim();
}

/** The comma-separated synonyms of a label, normalised. */
export function synonymsOf(label: string): string[] {
  return label.split(',').map(normalise).filter(Boolean);
}

/** The words of a text, normalised: runs of letters and digits. */
export function wordsOf(text: string): string[] {
  return normalise(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}
