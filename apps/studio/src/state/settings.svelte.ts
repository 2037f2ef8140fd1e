import { defaults, type Settings } from '../settings.ts';

/** What the user has chosen. */
export const settings = $state<Settings>({ ...defaults });
