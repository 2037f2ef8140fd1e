import { readState, writeState } from './addressState.ts';

/** The page of one photo: arrow keys go to its neighbours; the address keeps what is shown, and neighbours show the same. */
export function startPhoto(): void {
  const radios = [...document.querySelectorAll<HTMLInputElement>('.switch input')];
  const state = readState();
  for (const radio of radios) {
    const wanted = state?.get(radio.name);
    if (wanted !== null && wanted !== undefined) radio.checked = radio.value === wanted;
  }
  // A class that this photo does not have.
  if (radios.every(({ name, checked }) => name !== 'class-shown' || !checked)) {
    const first = radios.find(({ name }) => name === 'class-shown');
    if (first) first.checked = true;
  }
  const update = () => {
    writeState(radios.filter(({ checked, value }) => checked && value !== '0').map(({ name, value }) => [name, value]));
    for (const link of document.querySelectorAll<HTMLAnchorElement>('[rel="prev"], [rel="next"]'))
      link.hash = location.hash;
  };
  for (const radio of radios) radio.addEventListener('change', update);
  update();
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).matches('[type="radio"]')) return;
    const rel = { ArrowLeft: 'prev', ArrowRight: 'next' }[event.key];
    if (rel !== undefined) document.querySelector<HTMLAnchorElement>(`[rel="${rel}"]`)?.click();
  });
}
