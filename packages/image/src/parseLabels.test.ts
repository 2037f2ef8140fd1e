import { describe, expect, it } from 'vitest';
import { parseLabels } from './parseLabels.ts';

const expected = ['tench, Tinca tinca', 'goldfish', 'great_white_shark'];

describe('parseLabels', () => {
  it.each<[string, unknown]>([
    ['config.json', { model_type: 'vit', id2label: { '2': expected[2], '0': expected[0], '1': expected[1] } }],
    ['id2label alone', { '0': expected[0], '1': expected[1], '2': expected[2] }],
    ['timm', { architecture: 'resnet18', label_names: expected }],
    ['the ImageNet class index', { '0': ['n1', expected[0]], '1': ['n2', expected[1]], '2': ['n3', expected[2]] }],
    ['an array', expected],
    ['JSON text', ` ${JSON.stringify({ id2label: { ...expected } })}`],
    ['lines', `${expected.join('\n')}\n`],
    ['lines of Windows with a byte order mark', `\uFEFF${expected.join('\r\n')}\r\n\r\n`],
  ])('reads %s', (_, input) => {
    expect(parseLabels(input)).toEqual(expected);
  });

  it('keeps ten and more in numeric order', () => {
    const names = Array.from({ length: 12 }, (_, i) => `class ${i}`);
    expect(parseLabels({ id2label: { ...names } })).toEqual(names);
  });

  it.each<[unknown, string]>([
    [{ '0': 'a', '2': 'c' }, 'Labels have 2 entries but none for class 1; the indices must run from 0 to 1'],
    [{ '1': 'a' }, 'none for class 0'],
    [{ cat: 0 }, 'Labels have the key "cat"'],
    [{ '00': 'a' }, 'Labels have the key "00"'],
    [{ id2label: { '0': 7 } }, 'The label of class 0 is 7; it must be text'],
    [{ '0': ['n1', 'tench', 'x'] }, 'The label of class 0 is'],
    ['a\n\nb', 'The label of class 1 is ""'],
    ['', 'There are no labels'],
    [[], 'There are no labels'],
    [{}, 'There are no labels'],
    ['{"0": ', 'Labels start like JSON but are not'],
    [null, 'Labels are null'],
    [12, 'Labels are 12'],
  ])('refuses %j', (input, message) => {
    expect(() => parseLabels(input)).toThrow(message);
  });
});
