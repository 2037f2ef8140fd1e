import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blueGreyRed } from './blueGreyRed.ts';
import { colormapNamed, colormaps } from './index.ts';

const fixture = JSON.parse(readFileSync(new URL('./fixtures/matplotlib.json', import.meta.url), 'utf8')) as Record<
  'viridis' | 'inferno',
  number[][]
>;
const entry = (table: Uint8Array, i: number): number[] => [...table.slice(3 * i, 3 * i + 3)];

describe('colour maps', () => {
  it.each(['viridis', 'inferno'] as const)("%s equals matplotlib's", (name) => {
    expect([...colormaps[name].table]).toEqual(fixture[name].flat());
  });

  it('grey is black to white in even steps', () => {
    for (const i of [0, 1, 128, 255]) expect(entry(colormaps.grey.table, i)).toEqual([i, i, i]);
  });

  it('blue-grey-red has blue, grey and red at -1, 0 and 1, and two neutral middles', () => {
    const [red, green, blue] = entry(blueGreyRed.table, 0) as [number, number, number];
    expect(blue).toBeGreaterThan(2 * Math.max(red, green));
    const last = entry(blueGreyRed.table, 255) as [number, number, number];
    expect(last[0]).toBeGreaterThan(2 * Math.max(last[1], last[2]));
    expect(entry(blueGreyRed.table, 127)).toEqual([128, 128, 128]);
    expect(entry(blueGreyRed.table, 128)).toEqual([128, 128, 128]);
  });

  it('have 256 entries and the name they are listed under', () => {
    for (const [name, map] of Object.entries(colormaps)) {
      expect(map.name).toBe(name);
      expect(map.table).toHaveLength(768);
      expect(colormapNamed(name)).toBe(map);
    }
  });

  it('are all listed: one file each', () => {
    const helpers = ['colormap', 'colourise', 'index'];
    const files = readdirSync(new URL('.', import.meta.url))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => file.slice(0, -3))
      .filter((file) => !helpers.includes(file));
    const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    expect(files.map(kebab).sort()).toEqual(Object.keys(colormaps).sort());
  });

  it.each(['jet', 'toString', ''])("refuses '%s' and lists the known ones", (name) => {
    expect(() => colormapNamed(name)).toThrow(/Use one of: grey, viridis, inferno, blue-grey-red/);
  });
});
