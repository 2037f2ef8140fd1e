import type { Entry } from '../site/entries.ts';

/** What photos can be sorted by, by the name that the page shows: own numbers, then the columns of the labels file. */
export function sortValues({ record, maps, item }: Entry): Record<string, number> {
  const { predictions, label } = record;
  const errors = [...maps.values()].flatMap(({ title, classes }) => {
    const error = classes[0]?.relativeStandardError;
    return typeof error === 'number' ? [[`error of ${title}`, rounded(error)] as const] : [];
  });
  const agreement = [...maps.values()].find(({ classes }) => typeof classes[0]?.labelAgreement === 'number');
  const own = {
    confidence: rounded(predictions[0]!.probability),
    ...(label && { 'probability of the label': rounded(label.probability) }),
    ...(agreement && { 'label agreement under noise': rounded(agreement.classes[0]!.labelAgreement!) }),
    ...Object.fromEntries(errors),
  };
  const metrics = Object.entries(item.truth?.metrics ?? {});
  // Filters go by the page's own numbers, whatever a column is called.
  return {
    ...own,
    ...Object.fromEntries(metrics.map(([name, value]) => [name in own ? `${name} (column)` : name, value])),
  };
}

const rounded = (value: number) => Number(value.toPrecision(6));
