import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addExplainCommand } from '../commands/explain/command.ts';
import { addFigureCommand } from '../commands/figure/command.ts';
import { addGalleryCommand } from '../commands/gallery/command.ts';
import { UsageError } from '../errors.ts';
import { applyConfig } from './applyConfig.ts';
import { readConfig } from './readConfig.ts';
import { configJsonSchema, configSchema } from './schema.ts';

function written(value: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'smoothgrad-config-')), 'smoothgrad.config.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

/** The options of a command line after a configuration. */
async function options(config: unknown, ...typed: string[]): Promise<Record<string, unknown>> {
  const program = new Command().exitOverride();
  addExplainCommand(program);
  const command = program.commands[0]!;
  command.action(() => undefined);
  command.parse(['cat.jpg', ...typed], { from: 'user' });
  await applyConfig(command, written(config));
  return command.opts();
}

describe('a configuration', () => {
  it('holds options, which go behind what is typed and before defaults', async () => {
    const config = { samples: 20, noise: 0.2, method: ['gradient', 'smoothgrad'], signed: true, model: 'net.onnx' };
    const opts = await options(config, '--noise', '0.3');
    expect(opts).toMatchObject({ samples: 20, noise: 0.3, method: ['gradient', 'smoothgrad'], signed: true });
    expect(opts.model).toMatch(/smoothgrad-config-.*net\.onnx$/);
    expect(opts.seed).toBe(0);
  });

  it('gives way to what excludes it', async () => {
    expect(await options({ samples: 20, noise: 0.2 }, '--precision', '0.5', '--sigma', '1')).toMatchObject({
      samples: 50,
      noise: 0.15,
      precision: 0.5,
      sigma: 1,
    });
  });

  it('may speak of other commands', async () => {
    expect(await options({ levels: [0, 0.1] })).not.toHaveProperty('levels');
  });

  it.each([
    [{ sample: 3 }, 'sample'],
    [{ samples: 0 }, 'samples'],
    [{ method: ['gradent'] }, 'method'],
    [{ percentile: 101 }, 'percentile'],
    ['{ "samples": 3', 'is not JSON'],
    [[1], 'expected object'],
  ])('%j is refused, naming the place', async (config, expected) => {
    const reading = readConfig(written(config));
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(expected);
  });

  it('that was named must be there', async () => {
    await expect(readConfig('nowhere.json')).rejects.toThrow('nowhere.json cannot be read (ENOENT)');
  });

  it('knows options of the commands, and no others', () => {
    const program = new Command();
    addExplainCommand(program);
    addFigureCommand(program);
    addGalleryCommand(program);
    const names = new Set(program.commands.flatMap((each) => each.options.map((option) => option.attributeName())));
    const { $schema: _, ...known } = configSchema.shape;
    expect(Object.keys(known).filter((name) => !names.has(name))).toEqual([]);
  });

  it('is published as JSON Schema', () => {
    const file = new URL('../../smoothgrad.config.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(configJsonSchema());
  });
});
