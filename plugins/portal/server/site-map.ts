import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { CatalogueService } from '../../services/contract.ts';
import type { StatutoryPage } from './statutory-page.ts';
import { say } from './words.ts';

type Link = readonly [to: string, title: string];

/** Every place of the portal that is open to everyone, by kind. */
export function siteMap(catalogue: CatalogueService | null, pages: ReadonlyMap<string, StatutoryPage>, language: Locale): string {
  const t = (key: string, params?: Readonly<Record<string, string | number>>) => say(language, key, params);
  const counted = (query: string, groups: ReturnType<CatalogueService['classes']>): Link[] =>
    groups.map(({ id, name, count }) => [`/services?${query}=${id}`, t('counted', { name: name[language], count })]);
  const main: Link[] = [
    ['/', t('home')],
    ['/services', t('all')],
    ['/search', t('search')],
    ['/systems', t('systems')],
    ['/reading-settings', t('reading')],
  ];
  return String(
    html`<div class="portal-map">
      ${group(t('mapMain'), main)} ${catalogue ? group(t('classes'), counted('class', catalogue.classes())) : ''}
      ${catalogue ? group(t('mapEvents'), counted('event', catalogue.lifeEvents())) : ''}
      ${group(
        t('statutory'),
        [...pages].map(([name, { title }]): Link => [`/pages/${name}`, title]),
      )}
    </div>`,
  );
}

function group(title: string, links: readonly Link[]) {
  return html`<section>
    <h2>${title}</h2>
    <ul>
      ${links.map(([to, words]) => html`<li><a class="am-link" href="${to}">${words}</a></li>`)}
    </ul>
  </section>`;
}
