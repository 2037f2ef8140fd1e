/** The bytes are not a readable ONNX model. */
export class InvalidModelError extends Error {
  override readonly name = 'InvalidModelError';
}

/** A weight file is missing, too short, or lies outside the model's folder. */
export class ExternalDataError extends Error {
  override readonly name = 'ExternalDataError';
}

/** The runtime refused the model, or a shape could not be made static. */
export class SpecialisationError extends Error {
  override readonly name = 'SpecialisationError';
}
