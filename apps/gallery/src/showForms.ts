import type { Card } from './cards.ts';

/** Shows other pictures of the same maps: another class, × image, or the difference of both classes. */
export type ShowForms = (classShown: string, view: string) => void;

/** Cards that are far away wait until they come near: there may be thousands of pictures. */
export function createShowForms(cards: readonly Card[]): ShowForms {
  const byElement = new Map<Element, Card>(cards.map((card) => [card.element, card]));
  const near = new Set<Card>();
  let wanted = { classShown: '0', view: '' };
  const update = (card: Card) => showCard(card, wanted.classShown, wanted.view);
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const card = byElement.get(target)!;
        if (isIntersecting) near.add(card);
        else near.delete(card);
        if (isIntersecting) update(card);
      }
    },
    { rootMargin: '1500px' },
  );
  for (const { element } of cards) observer.observe(element);
  return (classShown, view) => {
    wanted = { classShown, view };
    near.forEach(update);
  };
}

function showCard({ element, classes }: Card, classShown: string, view: string): void {
  for (const image of element.querySelectorAll<HTMLImageElement>('.over')) show(image, classes, classShown, view);
  element.querySelector('.explained')!.textContent = explained(classes, classShown);
}

/** What the maps are about, where it is not the prediction. */
function explained(classes: Card['classes'], shown: string): string {
  const [first, second] = classes;
  if (second === undefined || shown === '0') return '';
  return shown === 'd' ? `red: ${first!.name}; blue: ${second.name}` : `maps of ${second.name} (${second.role})`;
}

function show(image: HTMLImageElement, classes: Card['classes'], wanted: string, view: string): void {
  const { base = '', title = '', multiplied } = image.dataset;
  // Where there is one class only, it is the one that is shown.
  const shown = classes.length > 1 ? wanted : '0';
  const times = view === 'x' && shown !== 'd' && multiplied !== undefined;
  const source = `${base}${shown}${times ? 'x' : ''}.webp`;
  if (image.getAttribute('src') === source) return;
  image.src = source;
  const about =
    shown === 'd'
      ? `${classes[0]!.name} in red against ${classes[1]!.name} in blue`
      : `what ${classes[Number(shown)]!.name} is sensitive to`;
  image.alt = `${title}${times ? ' × image' : ''}: ${about}`;
  const pin = image.closest('.map')?.querySelector('input');
  pin?.setAttribute('aria-label', `Pin: the photo through ${title}, ${about}`);
}
