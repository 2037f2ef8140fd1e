/** A photo of the index, as its element says. */
export interface Card {
  readonly element: HTMLElement;
  readonly searched: string;
  readonly verdict: string;
  readonly predicted: string;
  readonly label: string;
  /** The explained classes, and what they are to the photo: prediction, label, second class. */
  readonly classes: readonly { readonly name: string; readonly role: string }[];
  readonly values: Readonly<Record<string, number>>;
}

/** What is shown, and in which order. */
export interface Wish {
  readonly words: readonly string[];
  readonly class: string;
  readonly verdict: string;
  /** In percent; empty for no bound. */
  readonly least: string;
  readonly most: string;
  readonly sort: string;
  readonly isDown: boolean;
}

export function readCard(element: HTMLElement): Card {
  const { search = '', verdict = '', predicted = '', label = '', classes = '[]', values = '{}' } = element.dataset;
  return {
    element,
    searched: search,
    verdict,
    predicted,
    label,
    classes: JSON.parse(classes),
    values: JSON.parse(values),
  };
}

export function fits(card: Card, { words, class: wanted, verdict, least, most }: Wish): boolean {
  const confidence = 100 * (card.values.confidence ?? 0);
  return (
    words.every((word) => card.searched.includes(word)) &&
    (wanted === '' || card.predicted === wanted || card.label === wanted) &&
    (verdict === '' || card.verdict === verdict) &&
    (least === '' || confidence >= Number(least)) &&
    (most === '' || confidence <= Number(most))
  );
}

/** In the wanted order; photos without the value come last, and equal ones stay as they were. */
export function ordered(cards: readonly Card[], { sort, isDown }: Wish): Card[] {
  if (sort === '') return isDown ? cards.toReversed() : [...cards];
  const found = (card: Card) => card.values[sort];
  return cards.toSorted((a, b) => {
    const [first, second] = [found(a), found(b)];
    if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
    return isDown ? second - first : first - second;
  });
}
