import type { Target } from '@smoothgrad/onnx';
import { type Command, Option } from 'commander';
import { addModelOptions, type ModelFlags, type ScoreFlags, scoreOption } from '../../options/modelOptions.ts';
import { wholeNumber } from '../../options/wholeNumber.ts';

export interface CompileFlags extends ModelFlags, ScoreFlags {
  readonly output: string;
  readonly batch: number;
  readonly embedWeights?: boolean;
  readonly target: Target;
  readonly force?: boolean;
}

const examples = `
The explainer takes the model's own input and 'cotangent' [N, classes] (float32; one-hot for one class), and returns
'scores' [N, classes] and 'gradient', the derivative of the weighted sum of scores with respect to the input.

Examples:
  smoothgrad compile net.onnx -o net.explainer.onnx      beside the model: small, uses its weights
  smoothgrad compile net.onnx -o ~/explainer.onnx       elsewhere: with the weights in it
  smoothgrad compile net.onnx -o e.onnx --batch 8 --score probability
  smoothgrad compile net.onnx -o web/e.onnx --target webgpu   for onnxruntime-web on WebGPU`;

/** ONNX Runtime's native CPU library, its WebAssembly build, and its WebGPU provider. */
const targets: readonly Target[] = ['cpu', 'wasm', 'webgpu'];

/** `smoothgrad compile`: the explainer as an ONNX file for any runtime. */
export function addCompileCommand(program: Command): void {
  const command = program
    .command('compile')
    .summary('write a model that also returns gradients')
    .description('Compiles a classifier into an ordinary ONNX model that also returns the gradient of its scores.')
    .argument('<model>', 'ONNX classifier, or a folder with one')
    .requiredOption('-o, --output <file>', 'the explainer to write (.onnx)')
    .option('--batch <n>', 'how many images a run takes', wholeNumber(1), 1)
    .addOption(
      new Option('--target <runtime>', 'the runtime it is made for: formulations differ, results do not')
        .choices(targets)
        .default('cpu'),
    )
    .option('--embed-weights', 'write the weights into the file, also beside the model')
    .addOption(scoreOption());
  addModelOptions(command)
    .option('-f, --force', 'overwrite a file that is no explainer')
    .addHelpText('after', examples)
    .action(async (model: string, flags: CompileFlags) => {
      const { compileCommand } = await import('./compileCommand.ts');
      await compileCommand(model, flags);
    });
}
