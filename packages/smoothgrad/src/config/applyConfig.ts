import { existsSync } from 'node:fs';
import type { Command } from 'commander';

export const configFile = 'smoothgrad.config.json';

/** Options of `smoothgrad.config.json` in the current folder (or of the file that is named), where nothing else was typed. */
export async function applyConfig(command: Command, named: string | undefined): Promise<void> {
  const file = named ?? configFile;
  if (named === undefined && !existsSync(file)) return;
  const { readConfig } = await import('./readConfig.ts');
  const known = new Set(command.options.map((option) => option.attributeName()));
  for (const [name, value] of Object.entries(await readConfig(file))) {
    if (!known.has(name) || isTyped(command, name) || isOverruled(command, name)) continue;
    command.setOptionValueWithSource(name, value, 'config');
  }
}

const isTyped = (command: Command, name: string) =>
  !['default', undefined].includes(command.getOptionValueSource(name));

/** What is typed also goes before options that exclude it. */
const excluding: Readonly<Record<string, readonly string[]>> = {
  samples: ['precision'],
  precision: ['samples'],
  noise: ['sigma'],
  sigma: ['noise'],
  signed: ['positive'],
  positive: ['signed'],
  preset: ['method', 'smooth'],
  method: ['preset'],
};

function isOverruled(command: Command, name: string): boolean {
  return (excluding[name] ?? []).some((other) => command.getOptionValueSource(other) === 'cli');
}
