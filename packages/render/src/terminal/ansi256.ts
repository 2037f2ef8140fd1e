import type { Rgb } from '../picture/canvas.ts';

/** Levels of the 6 × 6 × 6 cube of xterm's 256 colours. */
const levels = [0, 95, 135, 175, 215, 255];

/** The nearest of xterm's colours 16 to 255 (cube and grey ramp; 0 to 15 depend on the user's theme). */
export function ansi256([red, green, blue]: Rgb): number {
  const cube = [red, green, blue].map(nearestLevel);
  const [r, g, b] = cube.map((index) => levels[index]!) as [number, number, number];
  const step = Math.min(23, Math.max(0, Math.round(((red + green + blue) / 3 - 8) / 10)));
  const shade = 8 + 10 * step;
  const toCube = (red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2;
  const toGrey = (red - shade) ** 2 + (green - shade) ** 2 + (blue - shade) ** 2;
  return toGrey < toCube ? 232 + step : 16 + 36 * cube[0]! + 6 * cube[1]! + cube[2]!;
}

function nearestLevel(value: number): number {
  return levels.reduce((best, level, i) => (Math.abs(level - value) < Math.abs(levels[best]! - value) ? i : best), 0);
}
