/**
 * The records of a CSV file (RFC 4180): quotes, doubled quotes and line breaks in them. Fields are separated by what the first line
 * uses: a comma, a semicolon or a tab.
 *
 * @throws Error a quote that is not closed
 */
export function parseCsv(text: string): string[][] {
  const content = text.replace(/^\uFEFF/, '');
  const separator = separatorOf(content);
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < content.length) {
    const [field, end] = fieldAt(content, at, separator);
    record.push(field);
    at = end + 1;
    if (content[end] === separator && end < content.length) {
      if (at === content.length) record.push('');
      continue;
    }
    if (content[end] === '\r' && content[at] === '\n') at++;
    // An empty line is no record.
    if (record.length > 1 || record[0] !== '') records.push(record);
    record = [];
  }
  if (record.length > 0) records.push(record);
  return records;
}

function separatorOf(text: string): string {
  const firstLine = (/^.*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  return [',', ';', '\t'].find((separator) => firstLine.includes(separator)) ?? ',';
}

/** A field, and the place of what ends it. */
function fieldAt(text: string, start: number, separator: string): [field: string, end: number] {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++;
    return [text.slice(start, end).trim(), end];
  }
  let end = start + 1;
  while (text[end] !== '"' || text[end + 1] === '"') {
    if (end >= text.length) throw new Error('a quote is not closed');
    end += text[end] === '"' ? 2 : 1;
  }
  return [text.slice(start + 1, end).replaceAll('""', '"'), end + 1];
}
