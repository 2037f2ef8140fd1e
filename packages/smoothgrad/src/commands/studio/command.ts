import type { Command } from 'commander';
import { wholeNumber } from '../../options/wholeNumber.ts';

export interface StudioFlags {
  readonly port: number;
  readonly model?: string;
  readonly open?: boolean;
}

const examples = `
Drop a photo on the page, and it is explained in the browser. Neither photos nor models are sent anywhere: this command only
hands out the page, the bundled classifier and the model that is named, on this machine and to nobody else. Ctrl-C ends it.

Examples:
  smoothgrad studio --open
  smoothgrad studio --model my-model.onnx
  smoothgrad studio --port 0                 any port that is free`;

/** `smoothgrad studio`: a page in the browser where photos are explained. */
export function addStudioCommand(program: Command): void {
  program
    .command('studio')
    .summary('explain photos in the browser, and watch the map come into focus')
    .description('Serves a page where photos are explained, in the browser and on this machine.')
    .option('-p, --port <number>', 'where it listens, on 127.0.0.1', wholeNumber(0), 7777)
    .option('-m, --model <file>', 'ONNX classifier, or a folder with one (default: the bundled EfficientNet-Lite0)')
    .option('--open', 'open the page in the browser')
    .addHelpText('after', examples)
    .action(async (flags: StudioFlags) => {
      const { studioCommand } = await import('./studioCommand.ts');
      await studioCommand(flags);
    });
}
