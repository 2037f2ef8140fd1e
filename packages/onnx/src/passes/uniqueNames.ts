/** Hands out names nobody has: `base` itself, or with the first number that is free. Those handed out are added to `taken`. */
export function uniqueNames(taken: Set<string>): (base: string) => string {
  return (base) => {
    let name = base;
    for (let k = 1; taken.has(name); k++) name = `${base}_${k}`;
    taken.add(name);
    return name;
  };
}
