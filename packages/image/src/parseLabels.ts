import { PreprocessingError, show } from './errors.ts';

/**
 * The labels of a classifier in class order, from any of the forms in use:
 *
 * - `config.json` of the Hugging Face hub: `{"id2label": {"0": "tench", ...}}`, or the inner object alone;
 * - timm's `config.json`: `{"label_names": [...]}`;
 * - ImageNet's class index: `{"0": ["n01440764", "tench"], ...}` (the label is taken as written, underscores included);
 * - a JSON array of strings;
 * - text with one label a line.
 *
 * @param input parsed JSON, or text (JSON if it starts with `{` or `[`)
 * @throws PreprocessingError if the indices are not 0..n-1, a label is no text or is empty, or there are none.
 * @example
 * parseLabels('cat\ndog\n') // ['cat', 'dog']
 */
export function parseLabels(input: unknown): string[] {
  if (typeof input === 'string') return /^\s*[[{]/.test(input) ? parseLabels(parseJson(input)) : fromLines(input);
  if (Array.isArray(input)) return labels(input);
  if (typeof input !== 'object' || input === null) {
    throw new PreprocessingError(
      `Labels are ${show(input)}; they must be an object with id2label, an array, or text with one label a line.`,
    );
  }
  if ('id2label' in input) return parseLabels(input.id2label);
  if ('label_names' in input) return parseLabels(input.label_names);
  return fromIndex(input);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PreprocessingError(`Labels start like JSON but are not: ${reason}.`);
  }
}

function fromLines(text: string): string[] {
  // A byte order mark is no part of the first label.
  return labels(
    text
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split(/\r?\n/),
  );
}

function fromIndex(index: object): string[] {
  const entries = Object.entries(index);
  const byClass = new Map<number, unknown>();
  for (const [key, value] of entries) {
    if (!/^(0|[1-9]\d*)$/.test(key)) {
      throw new PreprocessingError(
        `Labels have the key ${show(key)}; the keys must be the class indices "0" to "n-1" (id2label).`,
      );
    }
    byClass.set(Number(key), value);
  }
  for (let i = 0; i < entries.length; i++) {
    if (!byClass.has(i)) {
      throw new PreprocessingError(
        `Labels have ${entries.length} entries but none for class ${i}; the indices must run from 0 to ${entries.length - 1} without a gap.`,
      );
    }
  }
  return labels(entries.map((_, i) => byClass.get(i)));
}

function labels(values: readonly unknown[]): string[] {
  if (values.length === 0 || (values.length === 1 && values[0] === '')) {
    throw new PreprocessingError('There are no labels in it; one for each class is needed.');
  }
  return values.map((value, i) => {
    const label = Array.isArray(value) && value.length === 2 ? value[1] : value;
    if (typeof label !== 'string' || label.trim() === '') {
      throw new PreprocessingError(`The label of class ${i} is ${show(value)}; it must be text.`);
    }
    return label.trim();
  });
}
