import type { Mounted } from '../page-data.ts';
import type { Lifecycles } from './load-module.ts';

/** No frame may push the rest of the page out of reach. */
const maxHeight = 20_000;
/** Longest wait for what the frame loads and for what it mounts, together. */
const limitMs = 10_000;

type Message = { readonly type: 'amanah.mounted' } | { readonly type: 'amanah.failed' } | { readonly type: 'amanah.height'; readonly height: number };

/**
 * Shows a micro-frontend that nobody has reviewed: in a frame without the portal's origin, cookies or session. All it can do to the page is to say that it
 * is there, that it failed, and how high it is.
 */
export function sandboxed({ sandboxed: address, title }: Mounted, element: HTMLElement, failed: (error: Error) => void): Lifecycles {
  const frame = Object.assign(document.createElement('iframe'), { src: address, title, className: 'am-sandbox' });
  frame.setAttribute('sandbox', 'allow-scripts allow-forms');
  let limit: ReturnType<typeof setTimeout>;
  const listen = ({ source, data }: MessageEvent<Message | null>) => {
    // The frame's origin is opaque ("null"), so its window is what tells it from others.
    if (source !== frame.contentWindow || typeof data !== 'object' || data === null) return;
    if (data.type === 'amanah.failed') return failed(new Error('the frame says that it failed'));
    if (data.type === 'amanah.mounted') clearTimeout(limit);
    if (data.type === 'amanah.height' && Number.isFinite(data.height)) frame.style.blockSize = `${Math.min(Math.max(Math.ceil(data.height), 0), maxHeight)}px`;
  };
  return {
    async bootstrap() {},
    async mount() {
      limit = setTimeout(() => failed(new Error('the frame took too long')), limitMs);
      addEventListener('message', listen);
      element.replaceChildren(frame);
    },
    async unmount() {
      clearTimeout(limit);
      removeEventListener('message', listen);
    },
  };
}
