import type { Profile, ProfileRow } from '@smoothgrad/attribution';
import { count, percent } from './words.ts';

/** Where the time of a gradient goes, as a table: one line for each operator and direction, slowest first. */
export function profileTable({ rows, milliseconds, runs, peakGflopsPerSecond }: Profile): string {
  const cells = [['ms', 'share', 'nodes', 'operator', 'pass', 'GFLOP/s', 'of peak'], ...rows.map(cellsOf)];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, i) => (isText(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`.trimEnd();
  const total = (pass: ProfileRow['pass']) =>
    rows.filter((row) => row.pass === pass).reduce((sum, row) => sum + row.milliseconds, 0);
  return [
    `one gradient on one thread: ${milliseconds.toFixed(1)} ms in its operators (forward ${total('forward').toFixed(1)}, backward ${total('backward').toFixed(1)}), medians of ${count(runs, 'run')}`,
    `peak: ${peakGflopsPerSecond.toFixed(0)} GFLOP/s, a product of two 1024 × 1024 matrices`,
    ...cells.map(line),
    '',
  ].join('\n');
}

const isText = (column: number) => column === 3 || column === 4;

function cellsOf({ op, pass, nodes, milliseconds, share, gflopsPerSecond, peakShare }: ProfileRow): string[] {
  return [
    milliseconds.toFixed(2),
    percent(share),
    `${nodes}`,
    op,
    pass,
    gflopsPerSecond?.toFixed(0) ?? '',
    peakShare === null ? '' : percent(peakShare),
  ];
}
