import { expect, it } from 'vitest';
import { isDrawable } from './isDrawable.ts';

it.each(['tiger cat', 'café, 15 % σ', 'ﬁn', 'Zürich, Iași'.normalize('NFD'), ''])('%j can be drawn', (text) => {
  expect(isDrawable(text)).toBe(true);
});

it.each(['猫', 'кошка', 'cat 🐈'])('%j cannot', (text) => {
  expect(isDrawable(text)).toBe(false);
});
