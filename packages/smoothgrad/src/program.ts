import { Command } from 'commander';
import { addCompileCommand } from './commands/compile/command.ts';
import { addExplainCommand } from './commands/explain/command.ts';
import { addFigureCommand } from './commands/figure/command.ts';
import { addGalleryCommand } from './commands/gallery/command.ts';
import { addInspectCommand } from './commands/inspect/command.ts';
import { addStudioCommand } from './commands/studio/command.ts';
import { applyConfig } from './config/applyConfig.ts';
import { ownVersion } from './version.ts';

const examples = `
Examples:
  smoothgrad explain cat.jpg                         explain a photo with the bundled classifier
  smoothgrad explain cat.jpg --model my-model.onnx   ... or with your own
  smoothgrad figure noise-levels cat.jpg             one of the paper's figures
  smoothgrad gallery photos/ -o site/                a web page of the maps of many photos
  smoothgrad studio --open                           explain photos in the browser
  smoothgrad inspect my-model.onnx                   what a model is, and whether it can be explained
  smoothgrad compile my-model.onnx -o explainer.onnx a model that also returns gradients

'smoothgrad help explain' lists all options of a command.`;

/** The command line. A command's work is imported when it is run, so that help comes at once. */
export function createProgram(): Command {
  const program = new Command('smoothgrad')
    .description('Shows which pixels an ONNX image classifier is sensitive to (SmoothGrad, Smilkov et al. 2017).')
    .version(ownVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', examples)
    .option('--config <file>', 'options as JSON (default: smoothgrad.config.json, if it is here)')
    .hook('preAction', async (whole, command) => applyConfig(command, whole.opts<{ config?: string }>().config))
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) });
  addExplainCommand(program);
  addFigureCommand(program);
  addGalleryCommand(program);
  addCompileCommand(program);
  addInspectCommand(program);
  addStudioCommand(program);
  return program;
}

/** Commander writes `error: …` and its suggestion on a line of its own. */
function oneLine(text: string): string {
  return `smoothgrad: ${text
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ')}\n`;
}
