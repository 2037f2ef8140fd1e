import { type Dimension, floatTypes, type Model, type TensorType } from '@smoothgrad/onnx';
import { ClassifierError } from './errors.ts';

/** The input that takes the photo. */
export interface ImageInput {
  readonly name: string;
  readonly layout: 'NCHW' | 'NHWC';
  /** 1 (grey) or 3 (colour). */
  readonly channels: 1 | 3;
  /** Undefined: the model takes any height or width. */
  readonly height: number | undefined;
  readonly width: number | undefined;
  /** The file takes pixels as whole numbers 0..255 (uint8); the explainer takes the same numbers in float32. */
  readonly isWhole: boolean;
}

/**
 * Finds the image among the inputs of a model: the one floating-point or uint8 tensor of rank 4 with 1 or 3 channels in
 * second (NCHW) or last place (NHWC).
 *
 * @throws ClassifierError no such input, several of them, or further inputs that a photo cannot fill
 */
export function findImageInput(model: Model): ImageInput {
  const { initializers } = model.graph;
  // Before IR version 4 every initializer was an input too.
  const inputs = model.graph.inputs.filter(({ name }) => !initializers.has(name));
  const shaped = inputs.flatMap(({ name, type }) => asImage(name, type) ?? []);
  // tf2onnx makes inputs of constants that Keras holds outside the graph: a mean [1,1,1,3] beside the photo. No photo is a line.
  const large = shaped.filter(({ height, width }) => height !== 1 && width !== 1);
  const images = large.length > 0 ? large : shaped;
  const listed = inputs.map(({ name, type }) => `'${name}' ${describeType(type)}`).join(', ');
  if (images.length === 0) {
    throw new ClassifierError(
      `the model has no image input: it takes ${listed || 'nothing'}. Expected one float or uint8 tensor [N,3,H,W], [N,H,W,3], or with 1 channel`,
    );
  }
  if (images.length > 1)
    throw new ClassifierError(`the model has ${images.length} image inputs (${listed}); only one can be explained`);
  if (inputs.length > 1) {
    throw new ClassifierError(
      `the model needs more than a photo: it takes ${listed}. If the others are constants, export the model with them in it`,
    );
  }
  return images[0]!;
}

function asImage(name: string, type: TensorType | undefined): ImageInput | undefined {
  const isWhole = type?.elementType === 'uint8';
  if (type?.shape?.length !== 4 || !(isWhole || floatTypes.has(type.elementType))) return undefined;
  const [, second, third, last] = type.shape;
  const named = { name, isWhole };
  if (isChannels(second)) return { ...named, layout: 'NCHW', channels: second, height: size(third), width: size(last) };
  if (isChannels(last)) return { ...named, layout: 'NHWC', channels: last, height: size(second), width: size(third) };
  // Exported with every axis dynamic: colour photos in PyTorch's order are the overwhelming convention, and checked by the runtime.
  const allDynamic = type.shape.slice(1).every((dimension) => typeof dimension !== 'number');
  return allDynamic ? { ...named, layout: 'NCHW', channels: 3, height: undefined, width: undefined } : undefined;
}

const isChannels = (dimension: Dimension): dimension is 1 | 3 => dimension === 1 || dimension === 3;
const size = (dimension: Dimension) => (typeof dimension === 'number' ? dimension : undefined);

export function describeType(type: TensorType | undefined): string {
  if (type === undefined) return '(not a tensor)';
  return `${type.elementType} [${type.shape?.map((dimension) => dimension ?? '?').join(',') ?? '?'}]`;
}

/** The full shape for a batch of `batch` images of the given size. */
export function inputShape({ layout, channels }: ImageInput, batch: number, height: number, width: number): number[] {
  return layout === 'NCHW' ? [batch, channels, height, width] : [batch, height, width, channels];
}
