import type { Mounted, PageData } from '@amanah/plugin-api';

export type { Mounted, PageData };

/** Id of the plugin or third party: `plugin/<id>`, `plugin/<id>/<export>` for an extension with an entry of its own, `mfe/<id>`. */
export function ownerOf({ module }: Pick<Mounted, 'module'>): string {
  return module.split('/')[1] ?? '';
}

/** Reads the page's data. Throws when the document is not one of the hub's portal pages. */
export function readPageData(): PageData {
  const text = document.getElementById('amanah-page')?.textContent;
  if (!text) throw new Error('this document carries no page data');
  return JSON.parse(text) as PageData;
}
