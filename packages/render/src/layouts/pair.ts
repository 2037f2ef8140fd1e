import { composePanels } from './composePanels.ts';
import { type Layout, mapPanels, photoOf } from './layout.ts';
import { map } from './map.ts';

/** The photo and the map side by side; without a photo the map alone. */
export const pair: Layout = {
  name: 'pair',
  compose: (input) => {
    const photo = photoOf(input);
    if (!photo) return map.compose(input);
    return composePanels(
      [{ picture: photo, title: input.titles?.photo ?? 'photo' }, ...mapPanels(input)],
      input.caption,
    );
  },
};
