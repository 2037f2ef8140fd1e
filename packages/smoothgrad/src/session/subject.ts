import { readFile } from 'node:fs/promises';
import { decodeNpy, type Subject } from '@smoothgrad/attribution';
import type { DecodedImage, PreparedPhoto } from '@smoothgrad/image';
import type { PhotoClassifier } from '@smoothgrad/node';
import { messageAbout } from '../errors.ts';

/** What one map is made of: a photo, or a prepared tensor. */
export interface Source {
  readonly kind: 'photo' | 'tensor';
  /** As the user typed it. */
  readonly path: string;
  /** Its part of the names of results. */
  readonly stem: string;
  /** Pixels that are being decoded already. */
  readonly decoding?: Promise<DecodedImage> | undefined;
}

/** A subject, and the photo where there is one. */
export interface LoadedSubject {
  readonly subject: Subject;
  readonly photo: PreparedPhoto | undefined;
}

/** @throws PhotoError, PreprocessingError, Error the tensor is unreadable or of another shape */
export async function loadSubject(
  { kind, path, decoding }: Source,
  classifier: PhotoClassifier,
): Promise<LoadedSubject> {
  if (kind === 'photo') {
    const photo = await classifier.prepare((await decoding) ?? path);
    return { subject: photo, photo };
  }
  const { shape, data } = await readTensor(path);
  const wanted = classifier.input.shape;
  if (shape.length !== wanted.length || shape.some((size, axis) => size !== wanted[axis])) {
    throw new Error(`${path} has the shape [${shape}]; the model's input '${classifier.input.name}' is [${wanted}]`);
  }
  return { subject: { tensor: data, channels: classifier.spec.channels }, photo: undefined };
}

/** A float32 array from a .npy file. */
export async function readTensor(path: string): Promise<{ shape: readonly number[]; data: Float32Array }> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${path} cannot be read (${cause.code ?? cause.message}): check the path of the tensor`, { cause });
  });
  try {
    const { dtype, shape, data } = decodeNpy(bytes);
    if (dtype !== 'float32')
      throw new Error(`it holds ${dtype}; save it as float32, in numpy with array.astype('float32')`);
    return { shape, data };
  } catch (cause) {
    throw new Error(messageAbout(path, cause), { cause });
  }
}
