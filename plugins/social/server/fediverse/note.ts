import { Create, Delete, Image, LanguageString, Link, Note, PUBLIC_COLLECTION, Tombstone, Update } from '@fedify/vocab';
import { Temporal } from '@js-temporal/polyfill';
import { html } from 'hono/html';
import type { Bilingual } from '@amanah/plugin-api';

/** What a note says. */
export interface NoteMatter {
  readonly words: string;
  /** Page of the news item in the portal. */
  readonly page: string;
  readonly picture: { readonly address: string; readonly alt: Bilingual } | null;
  /** Programmes in its text that everyone may watch. */
  readonly programmes: readonly { readonly address: string; readonly title: Bilingual; readonly poster: string | null }[];
  readonly publishedAt: Date;
  readonly changedAt: Date | null;
}

/** Addresses that a note names. */
export interface NotePlaces {
  readonly id: URL;
  readonly actor: URL;
  readonly followers: URL;
}

/** fedify takes the polyfill's as well as the host's own; their types differ. */
const instant = (at: Date) => Temporal.Instant.fromEpochMilliseconds(at.getTime()) as unknown as NonNullable<Note['published']>;

/** Paragraphs and links of plain words; everything else is text. */
export function noteContent(words: string): string {
  const inline = (line: string) =>
    line
      .split(/(https?:\/\/\S+)/)
      .map((part, index) => (index % 2 === 1 ? html`<a href="${part}" rel="nofollow noopener" target="_blank">${part}</a>` : html`${part}`));
  const lines = (block: string) => block.split('\n').map((line, index) => html`${index > 0 ? html`<br />` : ''}${inline(line)}`);
  return String(html`${words.split(/\n{2,}/).map((block) => html`<p>${lines(block)}</p>`)}`);
}

/** Programmes as links: apps show no player of others. */
function programmeLines(programmes: NoteMatter['programmes']): string {
  return programmes.map(({ address, title }) => String(html`<p><a href="${address}" target="_blank" rel="noopener">${title.ar}</a></p>`)).join('');
}

export function noteOf({ id, actor, followers }: NotePlaces, { words, page, picture, programmes, publishedAt, changedAt }: NoteMatter): Note {
  const posters = programmes.flatMap(({ poster, title }) => (poster ? [{ address: poster, alt: title }] : []));
  const pictures = [...(picture ? [picture] : []), ...posters].map(
    ({ address, alt }) => new Image({ url: new URL(address), mediaType: 'image/jpeg', name: new LanguageString(alt.ar, 'ar') }),
  );
  const links = programmes.map(({ address, title }) => new Link({ href: new URL(address), mediaType: 'text/html', name: new LanguageString(title.ar, 'ar') }));
  return new Note({
    id,
    attribution: actor,
    to: PUBLIC_COLLECTION,
    cc: followers,
    content: new LanguageString(noteContent(words) + programmeLines(programmes), 'ar'),
    url: new URL(page),
    published: instant(publishedAt),
    ...(changedAt && { updated: instant(changedAt) }),
    attachments: [...pictures, ...links],
  });
}

/** One activity for each edition: a receiver that has seen it once leaves the second one out. */
export function activityOf(act: 'create' | 'update', note: Note, { id, actor, followers }: NotePlaces, edition: number): Create | Update {
  const values = { id: new URL(`#${act}-${edition}`, id), actor, to: PUBLIC_COLLECTION, cc: followers, object: note };
  return act === 'create' ? new Create({ ...values, published: note.published }) : new Update(values);
}

export function deletionOf({ id, actor, followers }: NotePlaces, act: string): Delete {
  return new Delete({ id: new URL(`#delete-${act}`, id), actor, to: PUBLIC_COLLECTION, cc: followers, object: new Tombstone({ id }) });
}
