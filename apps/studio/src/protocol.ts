import type { Attribution, Inspection, Prediction } from '@smoothgrad/attribution';
import type { MethodSettings } from '@smoothgrad/attribution/catalogue';
import type { PreparedPhoto } from '@smoothgrad/image';

/** What the page and the explaining worker say to each other. Everything here can be cloned into another thread. */

/** Where a model comes from: files the user gave, or addresses of this site. */
export type ModelSource = { readonly files: readonly File[] } | { readonly site: SiteModel };

/** `studio.json`: the model that the site offers, addresses relative to the page. */
export interface SiteModel {
  readonly name: string;
  /** What it is, in a few words. */
  readonly about: string;
  /** For the command line: the file as `--model` wants it; none for the bundled one. */
  readonly path?: string | undefined;
  readonly files: readonly { readonly url: string; readonly name: string; readonly bytes: number }[];
}

/** Where the network runs. `auto`: WebGPU where the browser has an adapter. */
export type Backend = 'auto' | 'webgpu' | 'wasm';

/** What is known about a model once it is open. */
export interface ModelReport {
  readonly name: string;
  readonly path: string | undefined;
  readonly bytes: number;
  readonly sha256: string;
  readonly inspection: Inspection;
  readonly preprocessing: string;
  readonly labels: readonly string[] | undefined;
  /** What to know before trusting a map: assumed preprocessing, unusable labels. */
  readonly warnings: readonly string[];
  readonly engine: EngineReport;
}

export interface EngineReport {
  readonly device: 'wasm' | 'webgpu';
  readonly threads: number;
  readonly name: string;
  /** Why this one, in one line. */
  readonly reason: string;
}

/** A photo as the network sees it, and what the network says. */
export interface PhotoReport {
  readonly name: string;
  readonly prepared: PreparedPhoto;
  readonly logits: Float32Array;
  /** All classes, best first. */
  readonly predictions: readonly Prediction[];
}

/** What is asked: which classes (the second is compared with the first), and how. */
export interface Question {
  readonly targets: readonly number[];
  readonly method: string;
  readonly settings: StudioMethodSettings;
}

export type StudioMethodSettings = Pick<
  MethodSettings,
  'smooth' | 'samples' | 'noise' | 'seed' | 'aggregation' | 'sampling'
>;

/** A result so far: one attribution for each target. */
export interface Update {
  readonly attributions: readonly Attribution[];
  readonly counts: 'samples' | 'passes';
  readonly samples: number;
  readonly total: number;
  readonly relativeStandardError: number | null;
  /** Of computing, without pauses. */
  readonly seconds: number;
  readonly state: 'running' | 'paused' | 'done';
}

/** One picture of a strip. */
export interface StripUpdate {
  /** Which of the strip's maps. */
  readonly index: number;
  readonly attribution: Attribution;
}

export interface StripQuestion {
  readonly kind: 'noise-levels' | 'sample-sizes';
  readonly target: number;
  readonly seed: number;
  /** Of each map (noise levels). */
  readonly samples: number;
  /** Noise levels, or numbers of samples. */
  readonly values: readonly number[];
  /** Of all maps (sample sizes). */
  readonly noise: number;
}

/** An error as people read it. */
export interface Trouble {
  readonly title: string;
  readonly text: string;
  /** What to try; may be empty. */
  readonly advice: string;
}

/** The progress of a download or of opening a model. */
export interface Loading {
  readonly phase: string;
  /** 0..1; undefined: unknown. */
  readonly share: number | undefined;
}

export type { Attribution, Inspection, Prediction };
