import { html, type Markup } from './markup.ts';
import type { SiteView } from './siteView.ts';

/** How the maps were made, for people: everything that has a say in them. */
export function provenanceList({ provenance, columns, classifier }: SiteView): Markup {
  const { model, preprocessing, scores, versions, picture } = provenance;
  const jobs = columns.flatMap(({ plain, smoothed }) => [plain, smoothed].filter((job) => job !== undefined));
  const rows: [string, string][] = [
    ['Model', model.file],
    ['SHA-256 of the model', model.sha256],
    ['Preprocessing', `${preprocessing}${classifier.assumption === undefined ? '' : ' (assumed)'}`],
    ['Scores', `${scores.kind} of the tensor ${scores.tensor}`],
    ['Gradient', provenance.derivative],
    ...jobs.map(({ title, settings }): [string, string] => [title, settingsText(settings)]),
    ['Pictures', settingsText(picture)],
    [
      'Versions',
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
  ];
  return html`<dl class="provenance">${rows.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>`;
}

/** Nested settings as `name: value`, one after another. */
export function settingsText(settings: unknown): string {
  return flat(settings)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
}

function flat(value: unknown, name = ''): [string, string][] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object') return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, key));
}
