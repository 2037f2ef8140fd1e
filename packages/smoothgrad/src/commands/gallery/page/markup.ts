import { html as template } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** HTML that is safe to put into a page. */
export type Markup = HtmlEscapedString;

type Value = Markup | string | number | undefined | null | false | readonly Value[];

/** HTML from a template: all that is put in is escaped, but for markup itself. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  // Only promises among the values would make it one.
  return template(strings, ...values) as Markup;
}

/** A path within the gallery as an address: names of files may hold what addresses use for themselves. */
export function href(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** One of the choices that go by a name. */
export function radio(name: string, value: string, text: string, isChecked = false): Markup {
  return html`<label><input type="radio" name="${name}" value="${value}"${isChecked && html` checked`}> <span>${text}</span></label>`;
}
