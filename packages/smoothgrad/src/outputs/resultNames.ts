import { basename, extname } from 'node:path';

/**
 * A name for each photo without folder and extension, none equal to another even where case does not count: photos of one name
 * are numbered.
 */
export function uniqueStems(paths: readonly string[]): string[] {
  const stems = paths.map((path) => basename(path, extname(path)));
  const isOnly = (stem: string) => stems.filter((other) => same(other, stem)).length === 1;
  const taken = new Set(stems.map(folded));
  let number = 0;
  return stems.map((stem) => {
    if (isOnly(stem)) return stem;
    let numbered: string;
    do numbered = `${stem}-${++number}`;
    while (taken.has(folded(numbered)));
    taken.add(folded(numbered));
    return numbered;
  });
}

interface NamedClass {
  readonly index: number;
  readonly label: string | null;
  /** The class it is compared with. */
  readonly minus?: Omit<NamedClass, 'minus'> | undefined;
}

/** A class as a part of a file name: the first synonym, or its index; with the index where two classes would have one name. */
export function targetSlugs(targets: readonly NamedClass[]): string[] {
  const slugs = targets.map(classSlug);
  return slugs.map((own, i) => {
    const { index, minus } = targets[i]!;
    const isOnly = slugs.filter((other) => same(other, own)).length === 1;
    const name = isOnly ? own : `${own}-${index}`;
    return minus === undefined ? name : `${name}-minus-${classSlug(minus)}`;
  });
}

function classSlug({ index, label }: NamedClass): string {
  return slug(label?.split(',')[0] ?? '') || `class-${index}`;
}

/** `cat.smoothgrad.tiger-cat`, to which the extension comes. */
export function resultName(stem: string, method: string, target: string): string {
  return [stem, slug(method), target].join('.');
}

/** Lower case, letters and digits of any script, hyphens between them. */
export function slug(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
}

const folded = (name: string) => name.normalize('NFC').toLowerCase();
const same = (a: string, b: string) => folded(a) === folded(b);
