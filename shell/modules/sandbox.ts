import type { Mounted } from '../page-data.ts';
import { crashCard } from './crash-card.ts';
import { lifecycleLimitMs } from './load-module.ts';

/** No frame may push the rest of the page out of reach. */
const maxHeight = 20_000;

type Message = { readonly type: 'amanah.mounted' } | { readonly type: 'amanah.failed' } | { readonly type: 'amanah.height'; readonly height: number };

/**
 * Shows a micro-frontend that nobody has reviewed: in a frame without the portal's origin, cookies or session. All it can do to the page is to say that it
 * is there, that it failed, and how high it is.
 */
export function showSandbox(mounted: Mounted, element: HTMLElement, requestId: string): () => Promise<void> {
  const frame = Object.assign(document.createElement('iframe'), { src: mounted.sandboxed, title: mounted.title, className: 'am-sandbox' });
  frame.setAttribute('sandbox', 'allow-scripts allow-forms');
  const fail = () => {
    end();
    element.replaceChildren(crashCard(mounted, requestId, () => location.reload()));
  };
  const limit = setTimeout(fail, 2 * lifecycleLimitMs);
  const listen = ({ source, data }: MessageEvent<Message | null>) => {
    // The frame's origin is opaque ("null"), so its window is what tells it from others.
    if (source !== frame.contentWindow || typeof data !== 'object' || data === null) return;
    if (data.type === 'amanah.failed') return fail();
    if (data.type === 'amanah.mounted') clearTimeout(limit);
    if (data.type === 'amanah.height' && Number.isFinite(data.height)) frame.style.blockSize = `${Math.min(Math.max(Math.ceil(data.height), 0), maxHeight)}px`;
  };
  const end = () => {
    clearTimeout(limit);
    removeEventListener('message', listen);
  };
  addEventListener('message', listen);
  element.replaceChildren(frame);
  return async () => {
    end();
    element.replaceChildren();
  };
}
