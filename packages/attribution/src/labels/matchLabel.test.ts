import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AmbiguousLabelError, bestMatch, matchLabel, UnknownLabelError } from './matchLabel.ts';

const config = new URL('../../../../models/efficientnet-lite0/config.json', import.meta.url);
/** The 1000 ImageNet labels of the bundled classifier. */
const id2label: Record<string, string> = JSON.parse(readFileSync(config, 'utf8')).id2label;
const labels = Array.from({ length: 1000 }, (_, i) => id2label[i]!);

/** The indices an ambiguous text lists, or the one index it names. */
function indicesOf(text: string, among: readonly string[] = labels, scores?: Float32Array): number[] {
  try {
    return [matchLabel(text, among, scores)];
  } catch (error) {
    if (!(error instanceof AmbiguousLabelError)) throw error;
    return error.matches.map(({ index }) => index);
  }
}

describe('matchLabel on the ImageNet labels', () => {
  it.each([
    ['tabby, tabby cat', 281, 'exact label'],
    ['Tiger Cat', 282, 'exact label, other case'],
    ['tiger_cat', 282, 'exact label with an underscore'],
    ['tabby', 281, 'synonym'],
    ['Siamese', 284, 'synonym'],
    ['puma', 286, 'synonym'],
    ['lynx', 287, 'synonym'],
    ['scope', 688, 'synonym, though "telescope" has it as a part'],
    ['Egyptian', 285, 'whole word'],
    ['cathode', 688, 'whole word before a hyphen'],
    ['catamar', 484, 'part'],
    ['bullfr', 30, 'part'],
  ])('%s is class %i (%s)', (text, index) => {
    expect(matchLabel(text, labels)).toBe(index);
  });

  it('lists the seven classes with the whole word "cat", not all sixteen it is a part of', () => {
    expect(labels.filter((label) => label.toLowerCase().includes('cat'))).toHaveLength(16);
    expect(indicesOf('cat')).toEqual([281, 282, 283, 284, 285, 383, 387]);
  });

  it('lists both classes labelled "crane", and both with the synonym "polecat"', () => {
    expect(indicesOf('crane')).toEqual([134, 517]);
    expect(indicesOf('polecat')).toEqual([358, 361]);
  });

  it('names the only class for every label that no other class has', () => {
    labels.forEach((label, index) => {
      if (label !== 'crane') expect(matchLabel(label, labels)).toBe(index);
    });
  });
});

describe('matchLabel', () => {
  it('takes the first tier with a match', () => {
    const four = ['a wild cat', 'wildcat, lynx', 'bobcat, cat', 'cat'];
    expect(matchLabel('cat', four)).toBe(3);
    expect(matchLabel('cat', four.slice(0, 3))).toBe(2);
    expect(matchLabel('cat', four.slice(0, 2))).toBe(0);
    expect(matchLabel('cat', four.slice(1, 2))).toBe(0);
  });

  it('tells labels apart that differ in case alone', () => {
    const letters = ['A', 'a', 'B'];
    expect(matchLabel('A', letters)).toBe(0);
    expect(matchLabel('a', letters)).toBe(1);
    expect(matchLabel('b', letters)).toBe(2);
  });

  it('knows words of other scripts and accents composed either way', () => {
    expect(matchLabel('кот', ['котлета', 'чёрный кот'])).toBe(1);
    expect(matchLabel('Bär', ['Bärlauch', 'ein Ba\u0308r'])).toBe(1);
  });

  it('takes every character literally', () => {
    expect(matchLabel('a.b (c', ['axb (c', 'a.b (c)'])).toBe(1);
  });

  it('lists index, label and score of several matches, highest score first, on one line', () => {
    const scores = Float32Array.of(1, 8.25, 3);
    const error = new AmbiguousLabelError('cat', [
      { index: 1, label: 'tabby, tabby cat', score: 8.25 },
      { index: 0, label: 'tiger cat', score: 1 },
    ]);
    expect(() => matchLabel('cat', ['tiger cat', 'tabby, tabby cat', 'dog'], scores)).toThrow(error);
    expect(error.message).toBe(
      '"cat" names 2 classes: 1 "tabby, tabby cat" (score 8.25); 0 "tiger cat" (score 1.00). ' +
        'Give an index or a longer part of a label, or best:cat for the highest score.',
    );
  });

  it('does not offer best: where no match is a whole word, nor list hundreds', () => {
    const message = (text: string) => {
      try {
        return String(matchLabel(text, labels));
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(message('cata')).not.toContain('best:');
    expect(message('e')).toMatch(/; and \d+ more\. Give/);
    expect(message('e')).not.toContain('\n');
  });

  it.each(['', ' ', '_'])('matches nothing with the empty text %j', (text) => {
    expect(() => matchLabel(text, labels)).toThrow(UnknownLabelError);
  });

  it('names near labels where none matches', () => {
    try {
      matchLabel('tabbi', labels);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UnknownLabelError);
      expect((error as UnknownLabelError).near[0]).toEqual({ index: 281, label: 'tabby, tabby cat' });
      expect((error as Error).message).toMatch(
        /^"tabbi" names no class: no label contains it\. Near: 281 "tabby, tabby cat"/,
      );
    }
  });

  it('stays short when given a whole file', () => {
    expect(() => matchLabel('x'.repeat(1e6), labels)).toThrow(/^.{1,250}$/);
  });
});

describe('bestMatch', () => {
  const scores = new Float32Array(1000);
  scores[282] = 5;
  scores[285] = 6;
  scores[484] = 9;

  it('takes the highest score among whole-word matches', () => {
    // The catamaran (484) scores highest of all, but "cat" is no word in it.
    expect(bestMatch('cat', labels, scores)).toBe(285);
    expect(bestMatch('crane', labels, scores)).toBe(134);
  });

  it('works on negative scores and takes a number before NaN', () => {
    expect(bestMatch('cat', ['red cat', 'cat', 'dog'], Float32Array.of(-3, -2, 0))).toBe(1);
    expect(bestMatch('cat', ['red cat', 'cat'], Float32Array.of(Number.NaN, -50))).toBe(1);
  });

  it('refuses a text that is no whole word of any label', () => {
    expect(() => bestMatch('catam', labels, scores)).toThrow(/no label contains it as a whole word/);
    expect(() => bestMatch('', labels, scores)).toThrow(UnknownLabelError);
  });
});
