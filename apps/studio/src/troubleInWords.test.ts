import { InvalidModelError } from '@smoothgrad/onnx';
import { expect, it } from 'vitest';
import { troubleInWords } from './troubleInWords.ts';

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

it.each([
  [new InvalidModelError('notes.txt is not a readable ONNX model'), 'This is not an ONNX model', /onnx\.export/],
  [
    named('NotDifferentiableError', "cannot differentiate Loop at node '/loop'"),
    'This model cannot be explained',
    /without it/,
  ],
  [
    named('ExternalDataError', "the weight file 'a.bin' is missing"),
    'The weights of this model are in another file',
    /together/,
  ],
  [named('OutOfMemoryError', 'memory ran out (std::bad_alloc)'), 'The browser ran out of memory', /smaller model/],
  [new RangeError('Array buffer allocation failed'), 'The browser ran out of memory', /other tabs/],
  [
    named('MethodMismatchError', 'cam does not fit this model: no pooling'),
    'This method does not fit this model',
    /SmoothGrad/,
  ],
  [named('PhotoError', 'cat.heic is not a photo'), 'This photo cannot be read', /JPEG/],
  [new RangeError('antithetic sampling takes samples by 2'), 'These settings do not go together', /Change one/],
  [new TypeError('Failed to fetch'), 'A file of the studio could not be loaded', /connection/],
])('%s', (error, title, advice) => {
  const trouble = troubleInWords(error);
  expect(trouble.title).toBe(title);
  expect(trouble.advice).toMatch(advice);
});

it('keeps the words of the error, as a sentence that begins with a capital unless it begins with a name', () => {
  expect(troubleInWords(new Error('cannot  differentiate\nLoop')).text).toBe('Cannot differentiate Loop.');
  expect(troubleInWords(new Error('notes.txt is empty')).text).toBe('notes.txt is empty.');
  expect(troubleInWords('just text!').text).toBe('Just text!');
});

it('leaves out what only the command line can do', () => {
  const message =
    "cannot differentiate Loop at node '/a': no rule. Choose scores before that node with --scores, or export again";
  expect(troubleInWords(new Error(message)).text).toBe("Cannot differentiate Loop at node '/a': no rule.");
});
