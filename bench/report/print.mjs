import { failuresOf, machineLine, tablesOf } from './tables.mjs';

/** A result as text. @param comparison of `compareWithLast`, where there is a last result */
export function printReport(report, comparison) {
  console.log(textOf(report, comparison));
}

export function textOf(report, comparison) {
  const blocks = [machineLine(report)];
  for (const { title, note, columns, rows } of tablesOf(report)) {
    blocks.push(`${title}\n${wrap(note)}`, alignedText([columns, ...rows]));
  }
  const failures = failuresOf(report);
  if (failures.length > 0) blocks.push(`Without a figure:\n${failures.map((line) => `  ${line}`).join('\n')}`);
  if (comparison) blocks.push(comparisonText(comparison));
  return blocks.join('\n\n');
}

/** Columns as wide as their widest cell; the first to the left, the others to the right. */
export function alignedText(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const cell = (text, column) => (column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column]));
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}

function comparisonText({ since, slower }) {
  if (slower.length === 0) return `Nothing became slower or larger than the noise since the result of ${since}.`;
  const lines = slower.map(
    ({ network, what, before, after, change }) =>
      `  ${network}: ${what} ${before} -> ${after} (+${Math.round(100 * change)} %)`,
  );
  return `Slower or larger than in the result of ${since}:\n${lines.join('\n')}`;
}

function wrap(text, width = 110) {
  let line = '';
  const lines = [];
  for (const word of text.split(' ')) {
    if (line.length + word.length >= width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()].join('\n');
}
