/** The model is not an image classifier this program can explain, or needs an option to become one. */
export class ClassifierError extends Error {
  override readonly name = 'ClassifierError';
}
