import { count } from '../../../report/words.ts';
import type { Entry } from '../site/entries.ts';
import { card } from './card.ts';
import { layout } from './layout.ts';
import { html, type Markup, radio } from './markup.ts';
import { provenanceList } from './provenanceList.ts';
import type { SiteView } from './siteView.ts';
import { sortValues } from './sortValues.ts';
import { DIFFERENCE_LEGEND, shortName } from './words.ts';

/** The page of all photos. */
export function indexPage(view: SiteView): string {
  const { title, entries } = view;
  return layout({
    title,
    root: '',
    kind: 'index',
    header: html`<h1>${title}</h1>
<p class="lead">${lead(view)} Point at a map to see the photo through it; click to keep it so.</p>
${controls(view)}`,
    main: html`<ol class="cards">${entries.map((entry) => card(view, entry))}</ol>
<p class="none" hidden>No photo fits. <button type="button" data-reset>Show all</button></p>
${failures(view)}`,
    footer: html`<details><summary>How these maps were made</summary>${provenanceList(view)}</details>
<p><a href="gallery.json">gallery.json</a> has all of it as data.</p>`,
  });
}

function lead({ entries, total, modelFile, hasLabels }: SiteView): string {
  const missing = entries.length === total ? '' : ` of ${total}`;
  const right = entries.filter(({ isRight }) => isRight).length;
  const labelled = entries.filter(({ isRight }) => isRight !== undefined).length;
  const share = hasLabels && labelled > 0 ? `; it is right about ${right} of ${labelled}` : '';
  const name = modelFile.split(/[/\\]/).slice(-2).join('/');
  return `${count(entries.length, 'photo')}${missing} as ${name} sees them${share}.`;
}

/** Without the script they would do nothing, so it shows them. */
function controls(view: SiteView): Markup {
  const { entries, hasLabels } = view;
  const classes = classesOf(entries);
  const sorts = [...new Set(entries.flatMap((entry) => Object.keys(sortValues(entry))))];
  const hasTimes = entries.some(({ maps }) => [...maps.values()].some(({ isMultiplied }) => isMultiplied));
  const hasTwo = entries.some(({ record }) => record.classes.length > 1);
  const second = hasLabels ? 'label, or second class' : 'second class';
  return html`<form class="controls" id="controls" hidden>
<details class="filters" open><summary>Search and filter</summary><div class="row"><label class="field grow">Search <input type="search" name="q" placeholder="name or class" autocomplete="off"></label>
<label class="field">Class <select name="class"><option value="">all</option>${classes.map(([index, name, times]) => html`<option value="${index}">${name} (${times})</option>`)}</select></label>
${hasLabels && html`<label class="field">Prediction <select name="verdict"><option value="">right or wrong</option><option value="right">right</option><option value="wrong">wrong</option><option value="unknown">without label</option></select></label>`}
<fieldset class="field"><legend>Confidence in %</legend><input type="number" name="least" min="0" max="100" placeholder="0" aria-label="Confidence at least, in percent"> to <input type="number" name="most" min="0" max="100" placeholder="100" aria-label="Confidence at most, in percent"></fieldset>
<label class="field">Sort by <select name="sort"><option value="">order of the folder</option>${sorts.map((name) => html`<option>${name}</option>`)}</select></label>
<label class="field check"><input type="checkbox" name="down"> largest first</label></div></details>
<div class="row">${hasTwo && html`<fieldset class="switch"><legend>Explain</legend>${radio('class-shown', '0', 'prediction', true)}${radio('class-shown', '1', second)}${radio('class-shown', 'd', 'their difference')}</fieldset>`}
${hasTimes && html`<fieldset class="switch view"><legend>Show</legend>${radio('view', '', 'map', true)}${radio('view', 'x', 'map × image')}</fieldset>`}
<output class="status" role="status"></output></div>
<p class="quiet legend" data-legend hidden>${DIFFERENCE_LEGEND}</p>
</form>`;
}

/** Classes that photos have or are taken for, by name, with how many photos. */
function classesOf(entries: readonly Entry[]): [index: number, name: string, times: number][] {
  const found = new Map<number, { name: string; times: number }>();
  for (const { record } of entries) {
    const both = [record.predictions[0]!, ...(record.label ? [record.label] : [])];
    for (const each of new Map(both.map((one) => [one.index, one])).values()) {
      const { name, times } = found.get(each.index) ?? { name: shortName(each), times: 0 };
      found.set(each.index, { name, times: times + 1 });
    }
  }
  return Array.from(found, ([index, { name, times }]): [number, string, number] => [index, name, times]).sort((a, b) =>
    a[1].localeCompare(b[1], 'en'),
  );
}

function failures({ failures: failed }: SiteView): Markup | undefined {
  if (failed.length === 0) return undefined;
  const items = failed.map(
    ({ photo, error }) => html`<li>${error.includes(photo) ? error : `${photo}: ${error}`}</li>`,
  );
  return html`<section class="failures"><h2>Not explained</h2><ul>${items}</ul></section>`;
}
