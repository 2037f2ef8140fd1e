import { createHash } from 'node:crypto';
import { slug } from '../../../outputs/resultNames.ts';

/** The pages have these by themselves: an address leads to the photo and to nothing else. */
const taken: ReadonlySet<string> = new Set(['main', 'controls']);

/**
 * A name for each photo that any file system and address can hold, none equal to another: letters, digits and hyphens. It is the
 * photo's own name as long as no other has the same, so that an address stays what it was when photos are added.
 */
export function photoIds(names: readonly string[]): string[] {
  const slugs = names.map((name) => slug(name.replace(/\.[^./]+$/, '')) || 'photo');
  const counts = new Map<string, number>();
  for (const each of slugs) counts.set(each, (counts.get(each) ?? 0) + 1);
  return slugs.map((each, i) => (counts.get(each) === 1 && !taken.has(each) ? each : `${each}-${digest(names[i]!)}`));
}

const digest = (name: string) => createHash('sha256').update(name).digest('hex').slice(0, 8);
