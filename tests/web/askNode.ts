import { commands } from 'vitest/browser';
import type * as inNode from './inNode.ts';

declare module 'vitest/browser' {
  interface BrowserCommands {
    inNode(name: string, args: readonly unknown[]): Promise<unknown>;
    crashGpu(): Promise<void>;
  }
}

/** Calls a function of `inNode.ts`, in Node.js. */
export function askNode<Name extends keyof typeof inNode>(
  name: Name,
  ...args: Parameters<(typeof inNode)[Name]>
): Promise<Awaited<ReturnType<(typeof inNode)[Name]>>> {
  return commands.inNode(name, args) as Promise<Awaited<ReturnType<(typeof inNode)[Name]>>>;
}
