import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPhotos } from './findPhotos.ts';
import { photoIds } from './photoIds.ts';

const root = mkdtempSync(join(tmpdir(), 'smoothgrad-find-'));
for (const folder of ['a', 'b', 'a/.hidden', 'a/site']) mkdirSync(join(root, folder));
for (const file of ['a/10.png', 'a/9.JPG', 'a/notes.txt', 'a/.hidden/1.png', 'a/site/tile.webp', 'b/9.JPG', 'one.webp'])
  writeFileSync(join(root, file), '');
const at = (...parts: string[]) => join(root, ...parts);
const names = (...paths: string[]) => findPhotos(paths, at('a', 'site')).map(({ name }) => name);

describe('findPhotos', () => {
  it('finds the photos of folders in order, but not hidden files and the gallery itself', () => {
    expect(names(at('a'))).toEqual(['9.JPG', '10.png']);
    expect(names(root)).toEqual(['a/9.JPG', 'a/10.png', 'b/9.JPG', 'one.webp']);
  });

  it('takes each photo once, and names those alike by their paths', () => {
    expect(names(at('one.webp'), at('one.webp'), at('a'))).toEqual(['one.webp', '9.JPG', '10.png']);
    expect(names(at('a', '9.JPG'), at('b', '9.JPG'))).toEqual([at('a', '9.JPG'), at('b', '9.JPG')]);
  });

  it('takes a file that was named whatever its extension', () => {
    expect(names(at('a', 'notes.txt'))).toEqual(['notes.txt']);
  });

  it('refuses what is not there, and folders without photos', () => {
    expect(() => names(at('none'))).toThrow(/none does not exist/);
    expect(() => names(at('a', '.hidden', '..', 'site'))).not.toThrow();
    mkdirSync(at('empty'));
    expect(() => names(at('empty'))).toThrow(/empty holds no photos/);
  });
});

describe('photoIds', () => {
  it('are what files and addresses can be called, each once', () => {
    const ids = photoIds(['Dog.jpg', 'dog.png', 'a/dog.jpg', `50% #1 <b>"größe"</b>.png`, '###.png', '犬.jpg']);
    expect(ids.slice(2)).toEqual(['a-dog', '50-1-b-größe-b', 'photo', '犬']);
    expect(ids.slice(0, 2).every((id) => /^dog-[0-9a-f]{8}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(6);
  });

  it('are none that the pages have themselves', () => {
    const [main, controls, other] = photoIds(['main.jpg', 'Controls.png', 'maine.jpg']);
    expect([main, controls]).toEqual([
      expect.stringMatching(/^main-[0-9a-f]{8}$/),
      expect.stringMatching(/^controls-[0-9a-f]{8}$/),
    ]);
    expect(other).toBe('maine');
  });

  it('do not change when photos are added', () => {
    expect(photoIds(['a.jpg', 'b.jpg'])).toEqual(photoIds(['a.jpg', 'c.jpg', 'b.jpg']).filter((id) => id !== 'c'));
  });
});
