import { proxy } from 'comlink';
import type { EngineReport, Loading, ModelReport, ModelSource, PhotoReport, SiteModel, Trouble } from '../protocol.ts';
import { troubleInWords } from '../troubleInWords.ts';
import { settings } from './settings.svelte.ts';
import { worker } from './worker.ts';

interface NamedBlob {
  readonly blob: Blob;
  readonly name: string;
}

let site = $state.raw<SiteModel | undefined>();
let model = $state.raw<ModelReport | undefined>();
let photo = $state.raw<PhotoReport | undefined>();
let loading = $state.raw<Loading | undefined>();
let trouble = $state.raw<Trouble | undefined>();
/** Also of a model that cannot be explained. */
let inspected = $state.raw<ModelReport | undefined>();
let lostDevice = $state.raw<string | undefined>();
let modelTrouble = $state.raw<Trouble | undefined>();
let source: ModelSource | undefined;
let chosenPhoto: NamedBlob | undefined;
/** The one that `photo` is about. Another has other classes; those of a link belong to the first. */
let preparedPhoto: NamedBlob | undefined;
/** What was asked last wins, whatever ends last. */
let turn = 0;
let isOpening = false;

/** The model and the photo. */
export const session = {
  get site() {
    return site;
  },
  get model() {
    return model;
  },
  get photo() {
    return photo;
  },
  get loading() {
    return loading;
  },
  get trouble() {
    return trouble;
  },
  /** Why the model that was given last cannot be explained. */
  get modelTrouble() {
    return modelTrouble;
  },
  /** What is known of the model that was given last. */
  get inspected() {
    return inspected;
  },
  /** The graphics device went away: where the network runs now. */
  get lostDevice() {
    return lostDevice;
  },
};

/** Which model this site offers. Nothing of it is fetched yet but its name and size. */
export async function readSite(): Promise<void> {
  try {
    const response = await fetch('./studio.json');
    if (!response.ok) throw new Error(`studio.json: ${response.status}`);
    const found = (await response.json()) as SiteModel;
    // Workers have addresses of their own.
    const files = found.files.map((file) => ({ ...file, url: new URL(file.url, document.baseURI).href }));
    site = { ...found, files };
  } catch (error) {
    tell(error);
  }
}

/** Opens a model: files that were dropped, or the site's. The photo that is there is explained by it. */
export function openModel(wanted: ModelSource): Promise<void> {
  const former = source;
  source = wanted;
  isOpening = true;
  return attempt('opening the model', async (isCurrent) => {
    modelTrouble = undefined;
    inspected = undefined;
    try {
      const report = await worker.openModel(
        wanted,
        settings.backend,
        proxy((state: Loading) => {
          if (isCurrent()) loading = state;
        }),
        proxy((report: ModelReport) => {
          if (isCurrent()) inspected = report;
        }),
        proxy((engine: EngineReport) => {
          if (model !== undefined) model = { ...model, engine };
          lostDevice = engine.reason;
        }),
      );
      if (!isCurrent()) return;
      // Classes of another model have other numbers.
      if (model !== undefined && model.sha256 !== report.sha256) settings.targets = [];
      settings.targets = settings.targets.filter((index) => index < report.inspection.classes);
      photo = undefined;
      lostDevice = undefined;
      model = report;
      inspected = report;
      performance.mark('model');
    } catch (error) {
      if (!isCurrent()) return;
      source = former;
      modelTrouble = troubleInWords(error);
      // A photo that was given meanwhile is explained by the model that stays.
      if (chosenPhoto === preparedPhoto) return;
    } finally {
      if (isCurrent()) isOpening = false;
    }
    await preparePhoto(isCurrent);
  });
}

/** Takes a photo; where no model is open yet, that of the site is. */
export async function openPhoto(blob: Blob, name: string): Promise<void> {
  chosenPhoto = { blob, name };
  // Whoever opens the model takes it then.
  if (isOpening) return;
  if (model === undefined && site !== undefined) return openModel(source ?? { site });
  return attempt('reading the photo', preparePhoto);
}

/** Opens the same model again, somewhere else. */
export async function changeBackend(): Promise<void> {
  if (source !== undefined) await openModel(source);
}

export function dismissTrouble(): void {
  trouble = undefined;
  modelTrouble = undefined;
  lostDevice = undefined;
  if (model !== undefined) inspected = model;
}

export function tell(error: unknown): void {
  trouble = troubleInWords(error);
}

async function preparePhoto(isCurrent: () => boolean): Promise<void> {
  const chosen = chosenPhoto;
  if (chosen === undefined || model === undefined) return;
  loading = { phase: 'looking at the photo', share: undefined };
  const report = await worker.openPhoto(chosen.blob, chosen.name).catch((error: unknown) => {
    // The one that is there stays, for other models too.
    if (chosenPhoto === chosen) chosenPhoto = preparedPhoto;
    throw error;
  });
  if (!isCurrent()) return;
  if (preparedPhoto !== undefined && chosen !== preparedPhoto) settings.targets = [];
  preparedPhoto = chosen;
  photo = report;
}

async function attempt(phase: string, task: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
  const own = ++turn;
  const isCurrent = () => own === turn;
  trouble = undefined;
  loading = { phase, share: undefined };
  try {
    await task(isCurrent);
  } catch (error) {
    if (isCurrent()) tell(error);
  } finally {
    if (isCurrent()) loading = undefined;
  }
}
