/** Patches that cannot be learnt from these photos, or not replaced in this subject. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
}
