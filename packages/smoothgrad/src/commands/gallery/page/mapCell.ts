import type { Entry } from '../site/entries.ts';
import type { Form } from '../site/fileNames.ts';
import { photoTile, tileName } from '../site/fileNames.ts';
import type { MapRecord } from '../site/record.ts';
import { photoFolder } from '../site/store.ts';
import { href, html, type Markup } from './markup.ts';

export interface Cell {
  readonly entry: Entry;
  readonly map: MapRecord;
  readonly root: string;
  /** What the picture shows besides the method. */
  readonly about: string;
  /** One picture, or the two that × image switches between. */
  readonly forms: readonly Form[];
  /** Whether the script may put other forms in the picture's place. */
  readonly isSwitched?: boolean;
}

/**
 * A map over its photo. Hovered, focused or pinned (the box is checked) the map masks the photo: the style multiplies them, so it works
 * without a script and from disk.
 */
export function mapCell({ entry, map, root, about, forms, isSwitched = false }: Cell): Markup {
  const { item, record } = entry;
  const folder = `${root}${href(photoFolder(item.id))}`;
  const size = html`width="${record.width}" height="${record.height}"`;
  const pictures = forms.map((form) => {
    const kind = form !== 'difference' && form.timesImage ? 'times' : forms.length > 1 ? 'alone' : 'only';
    const alt = `${map.title}${kind === 'times' ? ' × image' : ''}: ${about}`;
    const data =
      isSwitched &&
      html` data-base="${folder}/${map.id}-${map.drawn}-" data-title="${map.title}"${map.isMultiplied && html` data-multiplied`}`;
    return html`<img class="over ${kind}" src="${folder}/${href(tileName(map, form))}" alt="${alt}" ${size} loading="lazy" decoding="async"${data}>`;
  });
  return html`<label class="map"><input type="checkbox" aria-label="${`Pin: the photo through ${map.title}, ${about}`}"><img class="under" src="${folder}/${href(photoTile(record.key))}" alt="" ${size} loading="lazy" decoding="async">${pictures}</label>`;
}
