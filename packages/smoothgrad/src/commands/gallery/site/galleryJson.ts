import type { GalleryRun } from '../maps/photoPlan.ts';
import type { SiteView } from '../page/siteView.ts';
import { marked, recordPath } from './store.ts';

/** The gallery as data: how it was made, and for each photo what is known and where its record lies. */
export function galleryJson(run: GalleryRun, { title, entries, failures, provenance }: SiteView): string {
  return marked({
    title,
    provenance,
    methods: run.columns.map(({ title: name, plain, smoothed }) => ({
      title: name,
      plain: plain && { id: plain.id, settings: plain.settings },
      smoothed: smoothed && { id: smoothed.id, settings: smoothed.settings },
    })),
    photos: entries.map(({ item, record, maps, isRight }) => ({
      id: item.id,
      photo: item.name,
      page: `photos/${item.id}.html`,
      record: recordPath(item.id),
      prediction: record.predictions[0],
      label: record.label,
      isRight: isRight ?? null,
      metrics: item.truth?.metrics ?? {},
      maps: [...maps.values()].map(({ id, key }) => ({ id, key })),
    })),
    failures: failures.map(({ photo, error }) => ({ photo, error })),
  });
}
