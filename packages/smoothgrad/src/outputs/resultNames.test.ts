import { describe, expect, it } from 'vitest';
import { resultName, targetSlugs, uniqueStems } from './resultNames.ts';

describe('uniqueStems', () => {
  it('is the name without folder and extension', () => {
    expect(uniqueStems(['a/cat.jpg', 'dog.tar.png', '.hidden'])).toEqual(['cat', 'dog.tar', '.hidden']);
  });

  it('numbers photos of one name, also where only case or extension differ', () => {
    expect(uniqueStems(['a/cat.jpg', 'b/Cat.png', 'dog.jpg', 'cat.jpg'])).toEqual(['cat-1', 'Cat-2', 'dog', 'cat-3']);
  });

  it('does not number into the name of another photo', () => {
    expect(uniqueStems(['a/cat.jpg', 'b/cat.jpg', 'cat-1.jpg'])).toEqual(['cat-2', 'cat-3', 'cat-1']);
  });
});

describe('targetSlugs', () => {
  it('is the first synonym, in safe characters', () => {
    const targets = [
      { index: 281, label: 'tabby, tabby cat' },
      { index: 263, label: 'Pembroke, Pembroke Welsh corgi' },
      { index: 934, label: "jack-o'-lantern" },
      { index: 5, label: '../../etc/passwd' },
      { index: 6, label: '猫' },
    ];
    expect(targetSlugs(targets)).toEqual(['tabby', 'pembroke', 'jack-o-lantern', 'etc-passwd', '猫']);
  });

  it('is the index where there is no usable label', () => {
    expect(
      targetSlugs([
        { index: 7, label: null },
        { index: 8, label: '???' },
      ]),
    ).toEqual(['class-7', 'class-8']);
  });

  it('tells classes of one name apart, whatever their order', () => {
    const crane = { index: 134, label: 'crane' };
    const machine = { index: 517, label: 'crane' };
    expect(targetSlugs([crane, machine])).toEqual(['crane-134', 'crane-517']);
    expect(targetSlugs([machine, crane])).toEqual(['crane-517', 'crane-134']);
  });
});

it('a result is named photo.method.class', () => {
  expect(resultName('cat', 'smoothgrad', 'tiger-cat')).toBe('cat.smoothgrad.tiger-cat');
  expect(resultName('cat', 'smoothgrad(guided-backprop)', 'tabby')).toBe('cat.smoothgrad-guided-backprop.tabby');
});
