/** An image, a size or a tensor that cannot be used: what was given, what is needed, what to do. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

/** A preprocessing recipe or a configuration file that cannot be used: names the field, its value and the way out. */
export class PreprocessingError extends Error {
  override readonly name = 'PreprocessingError';
}

/** A photo that cannot be used: which one, why, and what to do, in one line. */
export class PhotoError extends Error {
  override readonly name = 'PhotoError';
}

/** A value as it stands in an error message: JSON, cut after 60 characters. */
export function show(value: unknown): string {
  // JSON has no NaN and no Infinity: they would read as null.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
