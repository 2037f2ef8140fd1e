import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Failure } from '../failure.ts';
import { digest } from '../maps/digest.ts';
import type { GalleryRun, PhotoItem } from '../maps/photoPlan.ts';
import { mapProvenance } from '../maps/provenance.ts';
import { indexPage } from '../page/indexPage.ts';
import { photoPage } from '../page/photoPage.ts';
import type { SiteView } from '../page/siteView.ts';
import { type Entry, entryOf } from './entries.ts';
import { galleryJson } from './galleryJson.ts';
import type { PhotoRecord } from './record.ts';
import { MARK } from './store.ts';

/** The pages of a gallery, which show what is done so far. */
export interface Site {
  add(item: PhotoItem, record: PhotoRecord): void;
  /** In the order of the photos. */
  entries(): Entry[];
  write(): Promise<void>;
  /** Not so often that it takes a noticeable part of the time. */
  writeSometimes(): Promise<void>;
  finish(failures: readonly Failure[]): Promise<void>;
}

/** Between two writings: at least so long, and so many times what the last one took. */
const LEAST_MILLISECONDS = 5000;
const TIMES = 30;

/** Writes what pages consist of; the pages themselves come with `write`. */
export async function createSite(run: GalleryRun, items: readonly PhotoItem[]): Promise<Site> {
  const { store } = run;
  const done = new Map<string, Entry>();
  const written = new Map<string, string>();
  let failures: readonly Failure[] = [];
  let last = { ended: performance.now(), took: 0 };
  let writing: Promise<void> = Promise.resolve();
  const entries = () => items.flatMap(({ id }) => done.get(id) ?? []);
  const writeChanged = async (path: string, content: string) => {
    const now = digest(content);
    // What an earlier call wrote need not be written again.
    const before = written.get(path) ?? (await store.read(path).then(digest, () => undefined));
    if (before !== now) await store.write(path, content);
    written.set(path, now);
  };
  const writeAll = async () => {
    const started = performance.now();
    const shown = entries();
    const view: SiteView = { ...viewOf(run), total: items.length, entries: shown, failures };
    for (const [i, entry] of shown.entries()) {
      const page = photoPage(view, entry, { previous: shown[i - 1], next: shown[i + 1] });
      await writeChanged(`photos/${entry.item.id}.html`, page);
    }
    await writeChanged('index.html', indexPage(view));
    await writeChanged(MARK, galleryJson(run, view));
    last = { ended: performance.now(), took: performance.now() - started };
  };
  const write = () => {
    writing = writing.then(writeAll, writeAll);
    return writing;
  };
  for (const name of ['gallery.css', 'gallery.js']) await store.write(name, clientFile(name));
  return {
    add: (item, record) => void done.set(item.id, entryOf(run, item, record)),
    entries,
    write,
    async writeSometimes() {
      const since = performance.now() - last.ended;
      if (since < LEAST_MILLISECONDS || since < TIMES * last.took) return;
      // Others who come meanwhile do not wait.
      last = { ...last, ended: performance.now() };
      await write();
    },
    async finish(found) {
      failures = found;
      await write();
    },
  };
}

function viewOf(run: GalleryRun) {
  const { flags, columns, session } = run;
  return {
    title: flags.title ?? 'Sensitivity maps',
    columns,
    hasNpz: flags.npz,
    hasLabels: flags.photoLabels !== undefined,
    provenance: mapProvenance(run),
    classifier: session.classifier,
    modelFile: session.model.file,
  };
}

/** Style and script, which come with the package. */
function clientFile(name: string): string {
  const folder = dirname(createRequire(import.meta.url).resolve('smoothgrad/package.json'));
  return readFileSync(join(folder, 'dist', 'gallery', name), 'utf8');
}
