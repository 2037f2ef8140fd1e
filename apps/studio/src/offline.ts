import type { EngineReport, SiteModel } from './protocol.ts';

/** From the second visit on the studio comes from the browser's own store, without a network. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // Some browsers refuse it in private windows: the page works without.
  addEventListener('load', () => navigator.serviceWorker.register('./service-worker.js').catch(() => undefined));
}

/** Keeps what was fetched before the service worker was there: runtime and model. */
export async function keepForOffline({ device }: EngineReport, site: SiteModel | undefined): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ device, files: site?.files.map(({ url }) => url) ?? [] });
}
