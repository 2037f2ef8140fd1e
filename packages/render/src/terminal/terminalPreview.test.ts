import { describe, expect, it } from 'vitest';
import { terminalPreview } from './terminalPreview.ts';

const quarters = {
  width: 2,
  height: 2,
  channels: 3 as const,
  data: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255),
};
const reset = '\x1b[0m';

describe('terminalPreview', () => {
  it('paints two pixels a cell in true colour and resets at the end of a line', () => {
    expect(terminalPreview(quarters, { columns: 2, colours: 'truecolor' })).toBe(
      `\x1b[38;2;255;0;0;48;2;0;0;255m▀\x1b[38;2;0;255;0;48;2;255;255;255m▀${reset}\n`,
    );
  });

  it("paints with xterm's 256 colours", () => {
    expect(terminalPreview(quarters, { columns: 2, colours: '256' })).toBe(
      `\x1b[38;5;196;48;5;21m▀\x1b[38;5;46;48;5;231m▀${reset}\n`,
    );
  });

  it('repeats no colour code', () => {
    const black = { width: 4, height: 2, channels: 1 as const, data: new Uint8Array(8) };
    expect(terminalPreview(black, { columns: 4, colours: '256' })).toBe(`\x1b[38;5;16;48;5;16m▀▀▀▀${reset}\n`);
  });

  it('is plain ASCII without colours: dark is blank, light is dense', () => {
    const ramp = {
      width: 10,
      height: 2,
      channels: 1 as const,
      data: Uint8Array.from({ length: 20 }, (_, i) => (i % 10) * 28),
    };
    expect(terminalPreview(ramp, { columns: 10, colours: 'none' })).toBe(' .:-=+*#%@\n');
  });

  it.each([
    [224, 224, 80, 40],
    [320, 160, 80, 20],
    [100, 200, 30, 30],
    [1000, 1, 20, 1],
    [3, 3, 40, 20],
  ])('%d × %d in %d columns takes %d lines', (width, height, columns, lines) => {
    const picture = { width, height, channels: 1 as const, data: new Uint8Array(width * height) };
    const rows = terminalPreview(picture, { columns, colours: 'none' }).split('\n');
    expect(rows).toHaveLength(lines + 1);
    expect(rows.slice(0, -1).every((row) => row.length === columns)).toBe(true);
  });

  it.each([0, -3, 2.5, Number.NaN])('refuses %d columns', (columns) => {
    expect(() => terminalPreview(quarters, { columns, colours: 'none' })).toThrow(/whole number from 1/);
  });
});
