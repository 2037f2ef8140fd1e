/** The named fields of a form as the part of the address behind `#?`; what is empty is left out. */
export function writeState(fields: Iterable<readonly [string, string]>): void {
  const state = new URLSearchParams(
    [...fields].filter(([, value]) => value !== '').map(([name, value]) => [name, value]),
  );
  const text = state.toString();
  // `replaceState` alone would leave `#` behind, and pushing each keystroke would fill the history.
  history.replaceState(null, '', text === '' ? location.pathname + location.search : `#?${text}`);
}

/** The fields that the address has; undefined where it names a place on the page instead. */
export function readState(): URLSearchParams | undefined {
  return location.hash.startsWith('#?') ? new URLSearchParams(location.hash.slice(2)) : undefined;
}
