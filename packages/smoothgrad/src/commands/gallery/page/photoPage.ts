import type { Facts } from '@smoothgrad/attribution';
import { describeError, describeFacts, percent } from '../../../report/words.ts';
import type { MapJob } from '../maps/columns.ts';
import type { Entry } from '../site/entries.ts';
import { type Form, npzName, photoTile, pngName } from '../site/fileNames.ts';
import type { MapRecord } from '../site/record.ts';
import { photoFolder, recordPath } from '../site/store.ts';
import { verdict } from './card.ts';
import { layout } from './layout.ts';
import { mapCell } from './mapCell.ts';
import { mapTable } from './mapTable.ts';
import { href, html, type Markup, radio } from './markup.ts';
import { provenanceList } from './provenanceList.ts';
import type { SiteView } from './siteView.ts';
import { DIFFERENCE_LEGEND, roleOf, shortName } from './words.ts';

export interface Neighbours {
  readonly previous: Entry | undefined;
  readonly next: Entry | undefined;
}

/** The page of one photo: its permalink. All switches are radio buttons and style, so that none needs the script. */
export function photoPage(view: SiteView, entry: Entry, neighbours: Neighbours): string {
  const { item, record } = entry;
  return layout({
    title: `${item.name} · ${view.title}`,
    root: '../',
    kind: 'photo',
    header: html`<nav aria-label="Gallery"><a href="../index.html#${href(item.id)}">${view.title}</a><span>${step(neighbours.previous, 'prev', 'Previous')} ${step(neighbours.next, 'next', 'Next')}</span></nav>
<h1>${item.name}</h1>`,
    main: html`<div class="sides"><section class="about" aria-label="Photo"><img class="photo" src="../${href(photoFolder(item.id))}/${href(photoTile(record.key))}" alt="${`Photo ${item.name}, as the network sees it`}" width="${record.width}" height="${record.height}">
<div>${verdict(entry)}</div></section>
<section class="explanations" aria-label="Maps">${switches(entry)}
${record.classes.map((_, k) => classSection(view, entry, k))}
${record.classes.length === 2 && differenceSection(view, entry)}</section>
<section class="numbers" aria-label="Numbers">${predictionTable(entry)}
${metricList(entry)}</section></div>`,
    footer: html`<details><summary>How these maps were made</summary>${provenanceList(view)}
<dl class="provenance"><dt>SHA-256 of the photo</dt><dd>${record.sha256}</dd>${factRows(entry)}</dl></details>
<p><a href="../${href(recordPath(item.id))}">photo.json</a> has all of it as data.</p>`,
  });
}

/** What methods say besides their maps: completeness gaps, rectifiers, layers. */
function factRows({ record, maps }: Entry): Markup[] {
  return [...maps.values()].flatMap(({ title, classes }) =>
    classes.flatMap(({ facts }, k) => {
      const text = describeFacts({ facts: facts as Facts }).join('; ');
      return text === '' ? [] : [html`<dt>${title} of ${shortName(record.classes[k]!)}</dt><dd>${text}</dd>`];
    }),
  );
}

function step(entry: Entry | undefined, rel: string, text: string): Markup | false {
  return (
    entry !== undefined &&
    html`<a rel="${rel}" href="${href(entry.item.id)}.html" title="${entry.item.name}">${text}</a>`
  );
}

function predictionTable({ record: { predictions, label } }: Entry): Markup {
  const isListed = label === null || predictions.some(({ index }) => index === label.index);
  const rows = [...predictions, ...(isListed ? [] : [label])].map((each) => {
    const isLabel = label !== null && each.index === label.index;
    return html`<tr><th scope="row">${each.label ?? `class ${each.index}`}${isLabel && html` <span class="mark label">label</span>`}</th><td>${percent(each.probability)}</td><td class="bar"><meter min="0" max="1" value="${each.probability.toFixed(4)}" aria-hidden="true"></meter></td></tr>`;
  });
  return html`<table class="predictions"><caption class="quiet">Predictions</caption><tbody>${rows}</tbody></table>`;
}

function metricList({ item }: Entry): Markup | false {
  const metrics = Object.entries(item.truth?.metrics ?? {});
  return (
    metrics.length > 0 &&
    html`<dl class="metrics">${metrics.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
  );
}

function switches(entry: Entry): Markup {
  const { record, maps } = entry;
  const hasTimes = [...maps.values()].some(({ isMultiplied }) => isMultiplied);
  const classes = record.classes.map((each, k) =>
    radio('class-shown', String(k), `${shortName(each)} (${roleOf(entry, k)})`, k === 0),
  );
  return html`<div class="controls"><div class="row">${classes.length > 1 && html`<fieldset class="switch"><legend>Explain</legend>${classes}${radio('class-shown', 'd', 'difference')}</fieldset>`}
${hasTimes && html`<fieldset class="switch view"><legend>Show</legend>${radio('view', '', 'map', true)}${radio('view', 'x', 'map × image')}</fieldset>`}</div></div>`;
}

function classSection({ columns, hasNpz }: SiteView, entry: Entry, k: number): Markup {
  const { item, record, maps } = entry;
  const name = shortName(record.classes[k]!);
  const cell = ({ id }: MapJob) => {
    const map = maps.get(id);
    if (map === undefined) return undefined;
    const forms = [false, ...(map.isMultiplied ? [true] : [])].map((timesImage): Form => ({ class: k, timesImage }));
    const npz = hasNpz && html` · <a href="../${href(photoFolder(item.id))}/${href(npzName(map, k))}" download>npz</a>`;
    return html`${mapCell({ entry, map, root: '../', about: `what ${name} is sensitive to`, forms })}
<p class="note">${note(map, k)}</p><p class="note">${forms.map((form) => pngLink(entry, map, form))}${npz}</p>`;
  };
  return html`<section class="shown shown-${k}"><h2>What <em>${name}</em> is sensitive to</h2>
${mapTable(columns, `Maps of ${name}`, cell)}</section>`;
}

function differenceSection({ columns }: SiteView, entry: Entry): Markup {
  const { record, maps } = entry;
  const [first, second] = record.classes.map(shortName);
  const about = `${first} (red) against ${second} (blue)`;
  const cell = ({ id }: MapJob) => {
    const map = maps.get(id);
    return (
      map &&
      html`${mapCell({ entry, map, root: '../', about, forms: ['difference'] })}<p class="note">${pngLink(entry, map, 'difference')}</p>`
    );
  };
  return html`<section class="shown shown-d"><h2><em class="first">${first}</em> or <em class="second">${second}</em>?</h2>
<p class="quiet">${DIFFERENCE_LEGEND}</p>
${mapTable(columns, `Difference of ${first} and ${second}`, cell)}</section>`;
}

function pngLink({ item }: Entry, map: MapRecord, form: Form): Markup {
  const isTimes = form !== 'difference' && form.timesImage;
  const kind = isTimes ? 'times' : form === 'difference' || !map.isMultiplied ? 'only' : 'alone';
  const name = isTimes ? 'PNG × image' : 'PNG';
  return html`<a class="${kind}" href="../${href(photoFolder(item.id))}/${href(pngName(map, form))}" aria-label="${`${name} of ${map.title}`}">PNG</a>`;
}

/** How the map was averaged, and how far it is to be trusted. */
function note({ isSmoothed, samples, noise, classes, isMultiplied, unit }: MapRecord, k: number): string {
  const { relativeStandardError, labelAgreement } = classes[k]!;
  const own = !isMultiplied && unit.order === 0 ? 'Shares of the score: there is no × image.' : '';
  if (!isSmoothed) return own;
  if (noise?.sigma === 0 && noise.level !== 0)
    return `The photo is of one colour: σ = 0, and all copies are the same. ${own}`;
  const agreement = labelAgreement === null ? '' : `; ${percent(labelAgreement)} of the copies keep the top class`;
  return `n = ${samples}; ${describeError(relativeStandardError)}${agreement}. ${own}`;
}
