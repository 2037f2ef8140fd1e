import type { PhotoClassifier } from '@smoothgrad/node';
import type { Failure } from '../failure.ts';
import type { Column } from '../maps/columns.ts';
import type { mapProvenance } from '../maps/provenance.ts';
import type { Entry } from '../site/entries.ts';

/** What pages are made of. */
export interface SiteView {
  readonly title: string;
  /** Of the model, as the user wrote it. */
  readonly modelFile: string;
  readonly classifier: PhotoClassifier;
  readonly columns: readonly Column[];
  readonly hasNpz: boolean;
  readonly hasLabels: boolean;
  readonly provenance: ReturnType<typeof mapProvenance>;
  /** Photos of the call; `entries` are those that are done. */
  readonly total: number;
  readonly entries: readonly Entry[];
  readonly failures: readonly Failure[];
}
