import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { buildExplainer, chooseSize, prepareClassifier } from '@smoothgrad/attribution';
import { standard } from '@smoothgrad/autodiff';
import { createNodeEngine, type LoadedModel, loadModel } from '@smoothgrad/node';
import { type Model, readModel, writeModel } from '@smoothgrad/onnx';
import { UsageError } from '../../errors.ts';
import { modelFiles } from '../../model/modelFiles.ts';
import { checkOutput, type OutputRules, writeOutput } from '../../outputs/writeOutput.ts';
import { bytes, STRAIGHT_THROUGH, valueLine } from '../../report/words.ts';
import type { CompileFlags } from './command.ts';

/** Encoded messages are limited to 2 GiB. */
const mostEmbedded = 2 ** 31 - 2 ** 20;

/** Writes the explainer of a classifier and says what it is. */
export async function compileCommand(path: string, flags: CompileFlags): Promise<void> {
  const { output } = flags;
  if (!output.toLowerCase().endsWith('.onnx')) throw new UsageError(`--output ${output} must end in .onnx`);
  const loaded = await loadModel(path);
  const rules: OutputRules = {
    force: flags.force ?? false,
    inputs: modelFiles(loaded),
    isOurs: isExplainer,
    makeFolder: false,
  };
  await checkOutput(output, rules);
  // Weights behind links that lead out of the folder cannot be referred to.
  const canRefer = 'folder' in loaded.weights && (await isBeside(output, loaded.folder));
  const isEmbedded = flags.embedWeights || !canRefer;
  if (isEmbedded) checkEmbeddedSize(await loaded.model());
  const explainer = await build(loaded, flags);
  const encoded = writeModel(explainer, isEmbedded ? { embed: loaded.readWeights } : 'reference');
  await writeOutput(output, encoded, rules);
  process.stdout.write(report(output, encoded.length, explainer, isEmbedded));
}

async function build(loaded: LoadedModel, { batch, score, scores, size: asked, target }: CompileFlags): Promise<Model> {
  const engine = createNodeEngine({ workers: 1 });
  try {
    const size = chooseSize(loaded, asked);
    const options = { batch, scores, weights: loaded.weights, size, runtime: target };
    const prepared = await prepareClassifier(await loaded.model(), engine, options);
    const { model, input } = prepared;
    return buildExplainer(model, {
      input: input.name,
      scores: prepared.scores,
      score,
      rules: standard,
      batch,
      target,
    });
  } finally {
    await engine.close();
  }
}

/** References lead to files of the explainer's own folder. */
async function isBeside(output: string, weightsFolder: string): Promise<boolean> {
  return (await realpath(dirname(output))) === (await realpath(weightsFolder));
}

function checkEmbeddedSize({ graph }: Model): void {
  let size = 0;
  for (const { data } of graph.initializers.values()) if (data.kind === 'file') size += data.length;
  if (size <= mostEmbedded) return;
  throw new UsageError(
    `the weights (${bytes(size)}) are too large to embed: write the explainer beside the model, without --embed-weights`,
  );
}

function isExplainer(content: Uint8Array): boolean {
  try {
    return readModel(content, 'existing file').metadata.has('smoothgrad.explainer');
  } catch {
    return false;
  }
}

function report(output: string, size: number, { graph, metadata }: Model, isEmbedded: boolean): string {
  const files = referredFiles(graph);
  const lines = [
    `${output}: ${bytes(size)}, ${graph.nodes.length} nodes`,
    isEmbedded || files === '' ? '  weights  embedded' : `  weights  by reference: keep it beside ${files}`,
    ...graph.inputs.map((value, i) => `  ${(i === 0 ? 'inputs' : '').padEnd(8)} ${valueLine(value)}`),
    ...graph.outputs.map((value, i) => `  ${(i === 0 ? 'outputs' : '').padEnd(8)} ${valueLine(value)}`),
  ];
  if (metadata.get('smoothgrad.derivative') === 'straight-through') lines.push(`  gradient ${STRAIGHT_THROUGH}`);
  return `${lines.join('\n')}\n`;
}

function referredFiles({ initializers }: Model['graph']): string {
  const files = new Set<string>();
  for (const { data } of initializers.values()) if (data.kind === 'file') files.add(data.file);
  return [...files].join(', ');
}
