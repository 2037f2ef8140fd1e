/** Reads choices from a list of numbers; when it is used up, from zeros. */
export function choicesOf(numbers: readonly number[]) {
  let at = 0;
  const next = () => numbers[at++] ?? 0;
  const int = (least: number, most: number) => least + (next() % (most - least + 1));
  return {
    int,
    flip: () => int(0, 1) === 1,
    pick: <T>(list: readonly T[]): T => list[int(0, list.length - 1)]!,
  };
}
