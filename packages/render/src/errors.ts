/** A map, a picture or an option that cannot be drawn; the message says what, where and what to do. */
export class RenderError extends Error {
  override readonly name = 'RenderError';
}
