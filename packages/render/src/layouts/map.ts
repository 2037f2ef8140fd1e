import { composePanels } from './composePanels.ts';
import { type Layout, mapPanels } from './layout.ts';

/** The map alone. */
export const map: Layout = {
  name: 'map',
  compose: (input) => composePanels(mapPanels(input), input.caption),
};
