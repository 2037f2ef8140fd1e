import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where the platform wants caches: `$XDG_CACHE_HOME/smoothgrad` everywhere it is set, else `~/.cache/smoothgrad` and its like. */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env;
  // The specification says to ignore relative ones.
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'smoothgrad');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'smoothgrad');
  if (platform === 'win32') return join(local ?? join(home, 'AppData', 'Local'), 'smoothgrad', 'Cache');
  return join(home, '.cache', 'smoothgrad');
}
