/**
 * What pages of a gallery are more comfortable with: search, filters and sorting on the index, keys everywhere. All else works without
 * it. State is kept in the address, so that what is seen can be sent to somebody.
 */
import { startIndex } from './startIndex.ts';
import { startPhoto } from './startPhoto.ts';

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const pinned of document.querySelectorAll<HTMLInputElement>('.map input:checked')) pinned.checked = false;
});
if (document.body.classList.contains('index')) startIndex();
else startPhoto();
