import type { Trouble } from './protocol.ts';

interface Kind {
  readonly matches: (error: { name: string; message: string }) => boolean;
  readonly title: string;
  readonly advice: string;
}

const named =
  (...names: string[]) =>
  ({ name }: { name: string }) =>
    names.includes(name);

const memory =
  /out of memory|bad_alloc|allocation failed|could not allocate|failed to allocate|invalid typed array length|out of bounds memory|memory access out of bounds|exceeds? the (?:maximum|limit)/i;

/** From the most specific to the least; the first that matches speaks. */
const kinds: readonly Kind[] = [
  {
    matches: ({ message }) => memory.test(message),
    title: 'The browser ran out of memory',
    advice:
      'Close other tabs, or reload this one. A tab has at most 4 GB for the network: a smaller model, or the command line (smoothgrad explain), has no such limit.',
  },
  {
    matches: named('InvalidModelError'),
    title: 'This is not an ONNX model',
    advice:
      'Drop a file that ends in .onnx. PyTorch writes one with torch.onnx.export, TensorFlow and Keras with tf2onnx. A download that stopped early looks like this too.',
  },
  {
    matches: named('NotDifferentiableError'),
    title: 'This model cannot be explained',
    advice: 'The operator named here has no gradient. Export the model without it, or with the scores before it.',
  },
  {
    matches: named('ExternalDataError', 'MissingWeightsError'),
    title: 'The weights of this model are in another file',
    advice: 'Drop the .onnx file together with the files that hold its weights (often .onnx_data or .bin).',
  },
  {
    matches: named('MethodMismatchError', 'LayerError'),
    title: 'This method does not fit this model',
    advice: 'Choose another method: SmoothGrad fits every model that can be explained.',
  },
  {
    matches: named('ClassifierError', 'SpecialisationError'),
    title: 'This model cannot be opened as an image classifier',
    advice: 'The studio explains models that take one photo and return one score a class.',
  },
  {
    matches: named('ModelFileError'),
    title: 'These files are no model',
    advice: 'Drop one .onnx file, together with the files that belong to it.',
  },
  {
    matches: named('PreprocessingError'),
    title: 'The preprocessing beside this model is unusable',
    advice: 'Drop the model again with another preprocessor_config.json, or without it.',
  },
  {
    matches: named('PhotoError', 'ImageError', 'EncodingError', 'InvalidStateError'),
    title: 'This photo cannot be read',
    advice: 'JPEG, PNG, WebP, GIF and AVIF are understood, up to 100 megapixels.',
  },
  {
    matches: named('NonFiniteError'),
    title: 'The gradient is not a number',
    advice: 'The network overflows at this photo. Less noise, or another preprocessing, may help.',
  },
  {
    matches: named('RangeError'),
    title: 'These settings do not go together',
    advice: 'Change one of them: the map shown is the last one that could be computed.',
  },
  {
    matches: ({ message }) => /failed to fetch|networkerror|load failed|\b(?:404|50\d)\b/i.test(message),
    title: 'A file of the studio could not be loaded',
    advice: 'Check the connection and try again. After one complete visit the studio works without a network.',
  },
];

/** What is shown of an error: what happened, its own words, and what to try. */
export function troubleInWords(error: unknown): Trouble {
  const known = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const kind = kinds.find(({ matches }) => matches(known));
  return {
    title: kind?.title ?? 'Something went wrong',
    text: sentence(known.message),
    advice:
      kind?.advice ?? 'Reload the page. If it happens again, it is a mistake in the studio: please report these words.',
  };
}

/** One paragraph, without what only the command line can do. */
function sentence(message: string): string {
  const words = message.replace(/\s+/g, ' ').trim().slice(0, 600);
  const line = words
    .split(/(?<=[.;]) (?=[A-Z])/)
    .filter((part) => !/\s--\w/.test(part))
    .join(' ');
  // Names of files begin as they do.
  const begun = /^[\w-]+[./\\]/.test(line) ? line : line.charAt(0).toUpperCase() + line.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
