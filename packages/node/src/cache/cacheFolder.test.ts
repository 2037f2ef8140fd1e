import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cacheFolder } from './cacheFolder.ts';

it('is where the platform wants caches', () => {
  expect(cacheFolder({}, 'linux', '/home/a')).toBe(join('/home/a', '.cache', 'smoothgrad'));
  expect(cacheFolder({}, 'darwin', '/Users/a')).toBe(join('/Users/a', 'Library', 'Caches', 'smoothgrad'));
  expect(cacheFolder({ LOCALAPPDATA: '/local' }, 'win32', '/a')).toBe(join('/local', 'smoothgrad', 'Cache'));
});

it('is where XDG_CACHE_HOME says, unless that is relative', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/c' }, 'linux', '/home/a')).toBe(join('/c', 'smoothgrad'));
  expect(cacheFolder({ XDG_CACHE_HOME: '/c' }, 'darwin', '/home/a')).toBe(join('/c', 'smoothgrad'));
  expect(cacheFolder({ XDG_CACHE_HOME: 'c' }, 'linux', '/home/a')).toBe(join('/home/a', '.cache', 'smoothgrad'));
  expect(cacheFolder({ XDG_CACHE_HOME: '' }, 'linux', '/home/a')).toBe(join('/home/a', '.cache', 'smoothgrad'));
});
