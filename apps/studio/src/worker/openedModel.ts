import { choosePreprocessing, inspectClassifier, type PreparedClassifier } from '@smoothgrad/attribution';
import { describePreprocessing } from '@smoothgrad/image';
import { openModel, openPhotoClassifier, type PhotoClassifier, prepareModel, type WebModel } from '@smoothgrad/web';
import type { Backend, EngineReport, Loading, ModelReport, ModelSource } from '../protocol.ts';
import { modelFiles } from './fetchModel.ts';
import { createSteadyEngine, type SteadyEngine } from './steadyEngine.ts';

/** A model that can be asked. */
export interface OpenedModel {
  readonly classifier: PhotoClassifier;
  readonly report: ModelReport;
  readonly engine: SteadyEngine;
}

export interface OpeningListener {
  loading(loading: Loading): void;
  /** What the model is, as soon as it is known: before it is compiled, and even if it cannot be. */
  inspected(report: ModelReport): void;
  /** The graphics device was lost. */
  moved(engine: EngineReport): void;
}

/** Reads, inspects and compiles a model. @throws the errors of `@smoothgrad/web`, NotDifferentiableError */
export async function openModelSource(
  source: ModelSource,
  device: Backend,
  listener: OpeningListener,
): Promise<OpenedModel> {
  const files = await modelFiles(source, listener.loading);
  listener.loading({ phase: 'reading the model', share: undefined });
  const opened = await openModel(files);
  listener.loading({ phase: 'starting the runtime', share: undefined });
  const engine = await createSteadyEngine({ device }, (instead) => listener.moved(engineReport(instead)));
  try {
    listener.loading({ phase: 'looking at the network', share: undefined });
    const { preprocessing } = choosePreprocessing(opened, {});
    const prepared = await prepareModel(opened, engine);
    const report = await reportOf(source, opened, prepared, engine);
    listener.inspected({ ...report, preprocessing: describePreprocessing(preprocessing) });
    listener.loading({ phase: 'compiling the gradient', share: undefined });
    const classifier = await openPhotoClassifier(opened, engine, { prepared });
    // The graphics device may have been lost meanwhile.
    const onIt = engineReport(engine.current());
    return { classifier, report: { ...report, ...describeClassifier(classifier), engine: onIt }, engine };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function reportOf(
  source: ModelSource,
  opened: WebModel,
  prepared: PreparedClassifier,
  engine: SteadyEngine,
): Promise<ModelReport> {
  const isSite = 'site' in source;
  return {
    name: isSite ? source.site.name : opened.name,
    path: isSite ? source.site.path : opened.name,
    bytes: opened.size,
    sha256: await opened.sha256(),
    inspection: inspectClassifier(opened.model, prepared),
    preprocessing: '',
    labels: undefined,
    warnings: [],
    engine: engineReport(engine.current()),
  };
}

function describeClassifier({ preprocessing, labels, assumption, labelsProblem }: PhotoClassifier) {
  return {
    preprocessing: describePreprocessing(preprocessing),
    labels,
    warnings: [assumption, labelsProblem].filter((line) => line !== undefined),
  };
}

export const engineReport = ({ device, threads, name, reason }: EngineReport): EngineReport => ({
  device,
  threads,
  name,
  reason,
});
