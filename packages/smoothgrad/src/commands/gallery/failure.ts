/** A photo that could not be explained. */
export interface Failure {
  readonly photo: string;
  readonly error: string;
}
