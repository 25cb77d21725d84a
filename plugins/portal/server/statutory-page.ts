import { readFileSync } from 'node:fs';
import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import { statutoryPages } from '../shared/statutory-pages.ts';

const updatedLine = /^Updated: (\d{4}-\d{2}-\d{2})$/;

export interface StatutoryPage {
  readonly title: string;
  readonly lead: string;
  readonly html: string;
  /** Day of its last change, where the file says it. */
  readonly updated: string | null;
}

/** Reads one page of `content/` (`name.ar.md`); `null` when there is no page of this name. Throws when a known page has no file. */
export function readStatutoryPage(configDir: URL, name: string, language: Locale): StatutoryPage | null {
  if (!(statutoryPages as readonly string[]).includes(name)) return null;
  return statutoryPageOf(readFileSync(new URL(`content/${name}.${language}.md`, configDir), 'utf8'));
}

/**
 * The small part of Markdown the pages use: `# title`, `> lead`, `Updated: 2026-11-24`, `## heading`, `- item`, paragraphs, `[text](/path)`. Everything else is text.
 * Throws when the title is missing.
 */
export function statutoryPageOf(source: string): StatutoryPage {
  const blocks = source.trim().split(/\n\s*\n/);
  const title = blocks
    .find((block) => block.startsWith('# '))
    ?.slice(2)
    .trim();
  if (!title) throw new Error('the page has no "# title"');
  const lead =
    blocks
      .find((block) => block.startsWith('> '))
      ?.slice(2)
      .trim() ?? '';
  const updated = blocks.map((block) => updatedLine.exec(block)?.[1]).find(Boolean) ?? null;
  const body = blocks.filter((block) => !block.startsWith('# ') && !block.startsWith('> ') && !updatedLine.test(block)).map(blockHtml);
  return { title, lead, updated, html: String(html`<div class="am-prose portal-prose">${body}</div>`) };
}

function blockHtml(block: string) {
  if (block.startsWith('## ')) return html`<h2>${block.slice(3).trim()}</h2>`;
  if (block.startsWith('- '))
    return html`<ul>
      ${block.split('\n').map((line) => html`<li>${inline(line.replace(/^- /, ''))}</li>`)}
    </ul>`;
  return html`<p>${inline(block.replaceAll('\n', ' '))}</p>`;
}

function inline(text: string) {
  return text.split(/(\[[^\]]+\]\((?:\/|https:\/\/|mailto:|tel:)[^)\s]*\))/).map((part) => {
    const link = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part);
    return link ? html`<a href="${link[2]}">${link[1]}</a>` : part;
  });
}
