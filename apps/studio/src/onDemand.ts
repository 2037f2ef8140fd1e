import { tell } from './state/session.svelte.ts';

/** A component that is not seen at first: fetched when it is. Where that fails the page says so, and nothing is shown in its place. */
export async function onDemand<C>(load: () => Promise<{ readonly default: C }>): Promise<C> {
  try {
    return (await load()).default;
  } catch (error) {
    tell(error);
    return new Promise(() => {});
  }
}
