import type { TerminalColours } from '@smoothgrad/render';

/** Which colours an output can show, from the conventions of its environment: NO_COLOR, FORCE_COLOR, COLORTERM, TERM. */
export function terminalColours(env: NodeJS.ProcessEnv, isTerminal: boolean): TerminalColours {
  if (env.NO_COLOR) return 'none';
  const isForced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0';
  if (!isForced && (!isTerminal || env.TERM === 'dumb')) return 'none';
  return /^(truecolor|24bit)$/i.test(env.COLORTERM ?? '') ? 'truecolor' : '256';
}
