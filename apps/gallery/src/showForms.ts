import type { Card } from './cards.ts';

/** Puts other pictures of the same maps in place: another class, × image, or the difference of both classes. */
export function showForms(cards: readonly Card[], classShown: string, view: string): void {
  for (const { element, classes } of cards) {
    for (const image of element.querySelectorAll<HTMLImageElement>('.over')) show(image, classes, classShown, view);
    element.querySelector('.explained')!.textContent = explained(classes, classShown);
  }
}

/** What the maps are about, where it is not the prediction. */
function explained(classes: readonly string[], shown: string): string {
  const [first, second] = classes;
  if (second === undefined || shown === '0') return '';
  return shown === 'd' ? `red: ${first}; blue: ${second}` : `maps of ${second}`;
}

function show(image: HTMLImageElement, classes: readonly string[], wanted: string, view: string): void {
  const { base = '', title = '', multiplied } = image.dataset;
  // Where there is one class only, it is the one that is shown.
  const shown = classes.length > 1 ? wanted : '0';
  const times = view === 'x' && shown !== 'd' && multiplied !== undefined;
  const source = `${base}${shown}${times ? 'x' : ''}.webp`;
  if (image.getAttribute('src') === source) return;
  image.src = source;
  const about =
    shown === 'd'
      ? `${classes[0]} in red against ${classes[1]} in blue`
      : `what ${classes[Number(shown)]} is sensitive to`;
  image.alt = `${title}${times ? ' × image' : ''}: ${about}`;
  const pin = image.closest('.map')?.querySelector('input');
  pin?.setAttribute('aria-label', `Pin: the photo through ${title}, ${about}`);
}
