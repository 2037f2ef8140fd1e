import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { type Config, configSchema } from './schema.ts';

const paths = ['model', 'labels', 'photoLabels', 'output', 'save', 'patches'] as const;

/**
 * Reads a configuration; its paths become absolute.
 *
 * @throws UsageError it cannot be read, is no JSON, or says something that is no option; the message names all such places
 */
export async function readConfig(file: string): Promise<Config> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read (${cause.code})`);
  });
  const result = configSchema.safeParse(parsed(file, text));
  if (!result.success) {
    const places = z.prettifyError(result.error).replace(/\s*\n\s*/g, ' ');
    throw new UsageError(`${file}: ${places}`);
  }
  const config: Config = { ...result.data };
  for (const name of paths) {
    const path = config[name];
    if (path === undefined) continue;
    // A final slash says that it is a folder.
    config[name] = resolve(dirname(file), path) + (/[/\\]$/.test(path) ? '/' : '');
  }
  return config;
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`);
  }
}
