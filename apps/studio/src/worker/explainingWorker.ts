/**
 * The thread where everything heavy happens but the network itself, which has a worker of its own: reading and compiling models,
 * preparing photos, adding up samples, writing files.
 */
import { predict, probabilities } from '@smoothgrad/attribution';
import { createMethod } from '@smoothgrad/attribution/catalogue';
import type { PreparedPhoto } from '@smoothgrad/image';
import { expose } from 'comlink';
import type {
  Backend,
  EngineReport,
  Loading,
  ModelReport,
  ModelSource,
  PhotoReport,
  Prediction,
  Question,
  StripQuestion,
  StripUpdate,
  Update,
} from '../protocol.ts';
import { canGrow, isSmoothed } from '../smoothed.ts';
import { type Explanation, startExplanation } from './explanation.ts';
import type { ExportRequest } from './exports.ts';
import { type OpenedModel, openModelSource } from './openedModel.ts';
import { samplePatches } from './samplePatches.ts';

let model: OpenedModel | undefined;
let photo: { readonly name: string; readonly prepared: PreparedPhoto; readonly logits: Float32Array } | undefined;
let explanation: Explanation | undefined;
let strip: AbortController | undefined;
/** What was asked for last is what is kept, whatever ends last. */
let turn = 0;
/** By the user. */
let isPaused = false;
/** Models that are being opened: what is there goes on if they cannot be. */
let openings = 0;

const api = {
  async openModel(
    source: ModelSource,
    backend: Backend,
    onLoading: (loading: Loading) => void,
    onInspected: (report: ModelReport) => void,
    onMoved: (engine: EngineReport) => void,
  ): Promise<ModelReport> {
    const own = ++turn;
    openings++;
    waitOrGo();
    const listener = { loading: onLoading, inspected: onInspected, moved: onMoved };
    const opened = await openModelSource(source, backend, listener).finally(() => {
      openings--;
      waitOrGo();
    });
    if (own !== turn) {
      await opened.engine.close();
      throw new Error('another model was given meanwhile');
    }
    const former = model;
    stopAll();
    model = opened;
    photo = undefined;
    await former?.engine.close();
    return opened.report;
  },

  async openPhoto(blob: Blob, name: string): Promise<PhotoReport> {
    const own = ++turn;
    const { classifier } = opened();
    const prepared = await classifier.prepare(blob);
    const logits = await predict(classifier, prepared.tensor);
    if (own !== turn) throw new Error('another photo was given meanwhile');
    stopAll();
    photo = { name, prepared, logits };
    return { name, prepared, logits, predictions: allPredictions(logits) };
  },

  /** Resolves when another question is asked; rejects where this one has no answer. */
  async explain({ targets, method: name, settings }: Question, onUpdate: (update: Update) => void): Promise<void> {
    const { classifier } = opened();
    const { prepared, logits } = photographed();
    explanation?.stop();
    isPaused = false;
    const chosen = { method: name, smooth: settings.smooth === true, sampling: settings.sampling ?? 'iid' };
    const grows = canGrow(chosen);
    const method = await createMethod(name, {
      ...settings,
      samples: grows ? ENDLESS : settings.samples,
      patches: samplePatches,
    });
    const own = startExplanation(
      {
        classifier,
        photo: prepared,
        logits,
        labels: classifier.labels,
        targets,
        method,
        goal: isSmoothed(chosen) ? settings.samples : undefined,
      },
      onUpdate,
    );
    explanation?.stop();
    explanation = own;
    waitOrGo();
    await own.ended;
  },

  pause(): void {
    isPaused = true;
    waitOrGo();
  },

  resume(): void {
    isPaused = false;
    waitOrGo();
  },

  setGoal: (samples: number) => explanation?.setGoal(samples),

  /** Figure 3 or 4; the explanation waits for as long as it takes. */
  async strip(question: StripQuestion, onUpdate: (update: StripUpdate) => void): Promise<void> {
    const { classifier } = opened();
    const { prepared, logits } = photographed();
    strip?.abort();
    const own = new AbortController();
    strip = own;
    waitOrGo();
    try {
      const { computeStrip } = await import('./strip.ts');
      await computeStrip(
        { classifier, photo: prepared, logits, labels: classifier.labels, question, signal: own.signal },
        onUpdate,
      );
    } finally {
      if (strip === own) strip = undefined;
      waitOrGo();
    }
  },

  stopStrip(): void {
    strip?.abort();
    strip = undefined;
    waitOrGo();
  },

  async exportFile(request: ExportRequest): Promise<Blob> {
    // Letters to draw with are only loaded by those who save.
    const { exportFile } = await import('./exports.ts');
    const { report, engine } = opened();
    const { name, prepared } = photographed();
    return exportFile(request, { report, engine: engine.current().name, photo: { name, photo: prepared } });
  },
};

export type ExplainingWorker = typeof api;
expose(api);

/** Where samples can be added, the run has no end of its own. Even: pairs are whole. */
const ENDLESS = 1_000_000;

function opened(): OpenedModel {
  if (model === undefined) throw new Error('no model is open');
  return model;
}

function photographed() {
  if (photo === undefined) throw new Error('there is no photo');
  return photo;
}

/** A strip, or a model that is opened, goes before the explanation, which waits for it. */
function waitOrGo(): void {
  if (isPaused || openings > 0 || strip !== undefined) explanation?.pause();
  else explanation?.resume();
}

function stopAll(): void {
  explanation?.stop();
  explanation = undefined;
  strip?.abort();
  strip = undefined;
}

function allPredictions(logits: Float32Array): Prediction[] {
  const { classifier } = opened();
  const shares = probabilities(logits, classifier.scores.activation);
  return Array.from(logits, (logit, index) => ({
    index,
    label: classifier.labels?.[index] ?? null,
    logit,
    probability: shares[index]!,
  })).sort((a, b) => b.logit - a.logit || a.index - b.index);
}
