/** Files that hold no model that can be opened: what is wrong, and what to do. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}
