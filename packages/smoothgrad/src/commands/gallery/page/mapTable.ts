import type { Column, MapJob } from '../maps/columns.ts';
import { html, type Markup } from './markup.ts';

/** The grid of the paper's page: methods as columns, plain and smoothed as rows. */
export function mapTable(
  columns: readonly Column[],
  caption: string,
  cell: (job: MapJob) => Markup | undefined,
): Markup {
  const rows = [
    { title: 'plain', jobs: columns.map(({ plain }) => plain) },
    { title: 'smoothed', jobs: columns.map(({ smoothed }) => smoothed) },
  ].filter(({ jobs }) => jobs.some((job) => job !== undefined));
  const heads = columns.map(({ title }) => html`<th scope="col">${title}</th>`);
  const body = rows.map(
    ({ title, jobs }) =>
      html`<tr><th scope="row">${title}</th>${jobs.map((job) => html`<td>${job && cell(job)}</td>`)}</tr>`,
  );
  return html`<table class="maps"><caption class="quiet">${caption}</caption><thead><tr><td></td>${heads}</tr></thead><tbody>${body}</tbody></table>`;
}
