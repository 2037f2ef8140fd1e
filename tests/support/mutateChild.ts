/** A process that inspects and explains one model after another, and says what came of each: a line of JSON per model. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { chooseSize, inspectClassifier, NonFiniteError, prepareClassifier } from '@smoothgrad/attribution';
import { createNodeEngine, loadModel, openPhotoClassifier } from '@smoothgrad/node';
import { type Engine, elementCount } from '@smoothgrad/onnx';

/** What the parent hears about one model. */
export interface ChildReport {
  readonly outcome: string;
  readonly message: string;
  readonly milliseconds: number;
  /** By how much it made the process grow at most, in MB. */
  readonly grown: number;
  readonly stack?: string | undefined;
}

const engine = createNodeEngine({ workers: 1 });
for await (const path of createInterface({ input: process.stdin })) {
  forgetPeak();
  const [start, before] = [performance.now(), peak()];
  const [outcome, message, stack] = await attempt(path).then(
    () => ['explained', '', undefined],
    (error: Error) => [error.name, error.message, error.stack],
  );
  const report: ChildReport = {
    outcome: outcome!,
    message: message!,
    milliseconds: performance.now() - start,
    grown: peak() - before,
    stack,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
await engine.close();

async function attempt(path: string): Promise<void> {
  const loaded = await loadModel(path);
  const size = chooseSize(loaded, undefined);
  const model = await loaded.model();
  const prepared = await prepareClassifier(model, engine, { weights: loaded.weights, size });
  inspectClassifier(model, prepared);
  await explain(path, engine);
}

async function explain(path: string, given: Engine): Promise<void> {
  const classifier = await openPhotoClassifier(await loadModel(path), given);
  try {
    const tensor = Float32Array.from({ length: elementCount(classifier.input.shape) }, (_, i) => Math.sin(i));
    const cotangent = new Float32Array(classifier.scores.classes);
    cotangent[0] = 1;
    await classifier.gradient(tensor, cotangent).catch((error: unknown) => {
      // Its message took another run, with every value as an output.
      if (!(error instanceof NonFiniteError)) throw error;
    });
  } finally {
    await classifier.close();
  }
}

/** Linux keeps the peak of a process's memory, and forgets it on request. */
function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Elsewhere the peak is that of all models so far.
  }
}

function peak(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}
