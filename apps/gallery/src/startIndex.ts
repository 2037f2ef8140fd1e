import { readState, writeState } from './addressState.ts';
import { type Card, fits, ordered, readCard, type Wish } from './cards.ts';
import { createShowForms } from './showForms.ts';

/** Search, filters, sorting and switches of the index. */
export function startIndex(): void {
  const form = document.querySelector<HTMLFormElement>('#controls')!;
  const list = document.querySelector('.cards')!;
  const cards = [...document.querySelectorAll<HTMLElement>('.card')].map(readCard);
  const showForms = createShowForms(cards);
  form.hidden = false;
  // Photos come first on a phone.
  if (matchMedia('(max-width: 36rem)').matches) document.querySelector<HTMLDetailsElement>('.filters')!.open = false;
  restore(form);
  const update = () => {
    const wish = wishOf(form);
    apply(list, cards, wish);
    const { classShown, view } = switches(form);
    showForms(classShown, view);
    const legend = document.querySelector<HTMLElement>('[data-legend]');
    if (legend) legend.hidden = classShown !== 'd';
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', () => {
    update();
    writeState(changedFields(form));
  });
  document.querySelector('[data-reset]')?.addEventListener('click', () => {
    form.reset();
    update();
    writeState([]);
    form.querySelector('input')!.focus();
  });
  addEventListener('hashchange', () => {
    if (restore(form)) update();
  });
  document.addEventListener('keydown', (event) => onKey(event, form));
  update();
}

function apply(list: Element, cards: readonly Card[], wish: Wish): void {
  let shown = 0;
  for (const card of cards) {
    const isShown = fits(card, wish);
    card.element.hidden = !isShown;
    shown += Number(isShown);
  }
  const wanted = ordered(cards, wish).map(({ element }) => element);
  // Moving elements costs a layout: only where the order changes.
  if (wanted.some((element, i) => list.children[i] !== element)) list.append(...wanted);
  document.querySelector('.status')!.textContent =
    shown === cards.length ? `${shown} photos` : `${shown} of ${cards.length} photos`;
  document.querySelector<HTMLElement>('.none')!.hidden = shown > 0;
}

const textOf = (data: FormData, name: string) => String(data.get(name) ?? '');

function wishOf(form: HTMLFormElement): Wish {
  const data = new FormData(form);
  return {
    words: textOf(data, 'q').toLowerCase().split(/\s+/).filter(Boolean),
    class: textOf(data, 'class'),
    verdict: textOf(data, 'verdict'),
    least: textOf(data, 'least'),
    most: textOf(data, 'most'),
    sort: textOf(data, 'sort'),
    isDown: data.has('down'),
  };
}

function switches(form: HTMLFormElement) {
  const data = new FormData(form);
  return { classShown: textOf(data, 'class-shown') || '0', view: textOf(data, 'view') };
}

/** The usual values are not worth an address. */
function* changedFields(form: HTMLFormElement): Generator<[string, string]> {
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && !(name === 'class-shown' && value === '0')) yield [name, value];
  }
}

/** Fills the form from the address. @returns whether the address says something */
function restore(form: HTMLFormElement): boolean {
  const state = readState();
  if (state === undefined) return false;
  form.reset();
  for (const [name, value] of state) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = value !== '';
    else if (
      field instanceof HTMLInputElement ||
      field instanceof HTMLSelectElement ||
      field instanceof RadioNodeList
    ) {
      field.value = value;
    }
  }
  return true;
}

/** `/` searches, j and k go from photo to photo: there are many maps between them. */
function onKey(event: KeyboardEvent, form: HTMLFormElement): void {
  const isTyping = (event.target as Element).matches('input:not([type="checkbox"], [type="radio"]), select');
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') {
    event.preventDefault();
    form.querySelector<HTMLInputElement>('[type="search"]')!.focus();
  }
  if (event.key !== 'j' && event.key !== 'k') return;
  const links = [...document.querySelectorAll<HTMLElement>('.card:not([hidden]) h2 a')];
  const current = document.activeElement?.closest('.card')?.querySelector('h2 a');
  const at = links.indexOf(current as HTMLElement);
  const next = links[event.key === 'j' ? at + 1 : Math.max(0, at - 1)];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
