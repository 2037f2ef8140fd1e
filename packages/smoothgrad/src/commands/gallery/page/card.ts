import { percent } from '../../../report/words.ts';
import type { Entry } from '../site/entries.ts';
import { photoTile } from '../site/fileNames.ts';
import { photoFolder } from '../site/store.ts';
import { mapCell } from './mapCell.ts';
import { mapTable } from './mapTable.ts';
import { href, html, type Markup } from './markup.ts';
import type { SiteView } from './siteView.ts';
import { sortValues } from './sortValues.ts';
import { roleOf, shortName, withProbability } from './words.ts';

/** A photo on the index: what the network says, and its maps. The script reads the data- attributes. */
export function card({ columns }: SiteView, entry: Entry): Markup {
  const { item, record, isRight } = entry;
  const { predictions, label, classes } = record;
  const [top] = predictions;
  const about = `what ${shortName(top!)} is sensitive to`;
  const cellOf = (id: string) => {
    const map = entry.maps.get(id);
    return map && mapCell({ entry, map, root: '', about, forms: [{ class: 0, timesImage: false }], isSwitched: true });
  };
  const names = JSON.stringify(classes.map((each, k) => ({ name: shortName(each), role: roleOf(entry, k) })));
  const searched = [item.name, ...predictions.map(({ label: text }) => text), label?.label].filter(Boolean).join(' ');
  const wrong = isRight === false ? 'wrong' : isRight === true ? 'right' : 'unknown';
  return html`<li class="card ${wrong}" id="${item.id}" data-verdict="${wrong}" data-search="${searched.toLowerCase()}" data-predicted="${top!.index}" data-label="${label?.index}" data-classes="${names}" data-values="${JSON.stringify(sortValues(entry))}">
<div class="about"><img class="photo" src="${href(photoFolder(item.id))}/${href(photoTile(record.key))}" alt="${`Photo ${item.name}`}" width="${record.width}" height="${record.height}" loading="lazy" decoding="async">
<h2><a href="photos/${href(item.id)}.html">${item.name}</a></h2>
${verdict(entry)}<p class="explained quiet"></p></div>
${mapTable(columns, `Maps of ${item.name}`, ({ id }) => cellOf(id))}
</li>`;
}

/** What the network says, and what is right. */
export function verdict({ record: { predictions, label }, isRight }: Entry): Markup {
  const [top] = predictions;
  const said = html`<p class="verdict"><b title="${top!.label ?? ''}">${shortName(top!)}</b> ${percent(top!.probability)}`;
  if (label === null) return html`${said}</p>`;
  if (isRight) return html`${said} <span class="mark right">right</span></p>`;
  return html`${said} <span class="mark wrong">wrong</span></p><p class="verdict quiet">label: ${withProbability(label)}</p>`;
}
