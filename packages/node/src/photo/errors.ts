/** A photo that cannot be used: which one, why, and what to do, in one line. */
export class PhotoError extends Error {
  override readonly name = 'PhotoError';
}
