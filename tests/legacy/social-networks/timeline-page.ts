import { html } from 'hono/html';
import type { KeptPosts, NetworkName } from './kept-posts.ts';

const titles: Readonly<Record<NetworkName, string>> = { mastodon: 'ماستودون', telegram: 'تيليجرام', x: 'إكس', facebook: 'فيسبوك' };

/** What was posted on each network, newest first, for whoever tries the demo. */
export function timelinePage(posts: KeptPosts): string {
  const column = (network: NetworkName) =>
    html`<section>
      <h2>${titles[network]}</h2>
      ${posts.of(network).map(
        (post) =>
          html`<article>
            <pre>${post.text}</pre>
            ${post.picture ? html`<small>صورة: ${post.picture.alt ?? 'بلا وصف'}</small>` : ''}
            ${post.edits > 0 ? html`<small>عُدّل ${String(post.edits)}</small>` : ''}
          </article>`,
      )}
    </section>`;
  return String(
    html`<!doctype html>
      <html lang="ar" dir="rtl">
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>شبكات التواصل (للتجربة)</title>
        <style>
          body {
            font: 16px/1.7 sans-serif;
            margin: 24px;
          }
          main {
            display: grid;
            gap: 16px;
            grid-template-columns: repeat(auto-fit, minmax(240px, 1fr));
          }
          article {
            border: 1px solid #ccc;
            border-radius: 8px;
            padding: 12px;
            margin-block: 8px;
          }
          pre {
            white-space: pre-wrap;
            overflow-wrap: anywhere;
            font: inherit;
            margin: 0;
          }
        </style>
        <h1>شبكات التواصل (للتجربة)</h1>
        <main>${(Object.keys(titles) as NetworkName[]).map(column)}</main>
      </html>`,
  );
}
