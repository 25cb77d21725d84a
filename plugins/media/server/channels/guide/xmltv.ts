import type { Bilingual } from '@amanah/plugin-api';
import type { Listing } from './guide-reader.ts';

/** The line-ups of channels as XMLTV (xmltv.dtd 0.6), which television programs and set-top boxes read. `site`: where the portal is reached. */
export function xmltvOf(listings: readonly Listing[], site: URL): string {
  const idOf = (slug: string) => `${slug}.${site.hostname}`;
  const both = (tag: string, { ar, en }: Bilingual) => `    <${tag} lang="ar">${escaped(ar)}</${tag}>\n    <${tag} lang="en">${escaped(en)}</${tag}>\n`;
  const channels = listings.map(
    ({ channel: { slug, title } }) =>
      `  <channel id="${idOf(slug)}">\n${both('display-name', title)}    <url>${escaped(new URL(`/watch/channels/${slug}`, site).href)}</url>\n  </channel>\n`,
  );
  const programmes = listings.flatMap(({ channel, slots }) =>
    slots.map(
      ({ beginsAt, endsAt, title, about }) =>
        `  <programme start="${moment(beginsAt)}" stop="${moment(endsAt)}" channel="${idOf(channel.slug)}">\n${both('title', title)}${about.ar || about.en ? both('desc', about) : ''}  </programme>\n`,
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tv SYSTEM "xmltv.dtd">\n<tv source-info-url="${escaped(site.href)}">\n${channels.join('')}${programmes.join('')}</tv>\n`;
}

function moment(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')} +0000`;
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };
  return text.replaceAll(/[<>&"]/g, (one) => names[one]!);
}
