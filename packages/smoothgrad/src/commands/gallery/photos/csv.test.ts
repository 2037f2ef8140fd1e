import { describe, expect, it } from 'vitest';
import { parseCsv } from './csv.ts';

describe('parseCsv', () => {
  it.each<[string, string, string[][]]>([
    [
      'commas',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'no last line break, CRLF, a byte order mark',
      '\uFEFFa,b\r\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'quotes, doubled quotes, a comma and a line break in them',
      'a,b\n"1, ""x""\ny",2',
      [
        ['a', 'b'],
        ['1, "x"\ny', '2'],
      ],
    ],
    [
      'semicolons',
      'a;b\n1,5;2',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'empty fields, also the last',
      'a,b,c\n,2,\n1,,',
      [
        ['a', 'b', 'c'],
        ['', '2', ''],
        ['1', '', ''],
      ],
    ],
    ['empty lines', 'a\n\n1\n\n', [['a'], ['1']]],
    ['nothing', '', []],
  ])('%s', (_, text, records) => {
    expect(parseCsv(text)).toEqual(records);
  });

  it('refuses a quote that is not closed', () => {
    expect(() => parseCsv('a,b\n"1,2\n')).toThrow(/not closed/);
  });
});
