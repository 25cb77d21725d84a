import type { Language } from '@amanah/errors';
import { errorText } from '@amanah/errors';
import type { PageHead } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { Catalogue } from './catalogue.ts';
import { nameIn } from './card.ts';
import { catalogueHtml } from './catalogue-html.ts';
import { listInputOf, listOf } from './catalogue-list.ts';
import type { Content, Service } from './content.ts';
import { say } from './service-words.ts';

const AMANAH = { ar: 'أمانة المنطقة الشرقية', en: 'Eastern Province Municipality (Amanah)' };

/** Head of the catalogue page. */
export function catalogueHead(catalogue: Catalogue, language: Language, query: URLSearchParams): PageHead {
  const title = say(language, 'catalogueTitle');
  const input = listInputOf(query);
  const classNames = new Map(catalogue.content.classes.map(({ id, name }) => [id as string, name[language]]));
  const lead = say(language, 'catalogueLead', { count: catalogue.count });
  return {
    title,
    lead,
    description: lead,
    canonicalPath: '/services',
    updated: catalogue.content.extra.updated,
    openGraph: { type: 'website', description: lead },
    breadcrumb: [{ title: say(language, 'home'), to: '/' }],
    body: { html: catalogueHtml(listOf(catalogue, input, language), input, classNames, language), mounted: true },
  };
}

/** Head of a card: stable address, structured data, breadcrumb; 404 for a code that no service has. */
export function cardHead(service: Service | undefined, content: Content, language: Language, body = '', publicUrl?: URL): PageHead {
  if (!service) {
    const { title, action } = errorText('SERVICES_UNKNOWN', language);
    const onward = html`<p class="am-row"><a class="am-button" href="/services">${say(language, 'title')}</a></p>`;
    return { title, lead: action, status: 404, body: { html: String(onward) } };
  }
  const path = `/services/${service.code}`;
  const name = service.name[language];
  const summary = service.summary[language];
  return {
    title: name,
    lead: summary,
    description: summary,
    canonicalPath: path,
    openGraph: { type: 'article', description: summary },
    jsonLd: [governmentService(service, content, language)],
    alternates: publicUrl ? oEmbedOf(new URL(path, publicUrl), language) : [],
    breadcrumb: [
      { title: say(language, 'home'), to: '/' },
      { title: say(language, 'navigation'), to: '/services' },
    ],
    ...(body ? { body: { html: body, mounted: true } } : {}),
  };
}

/** Where plugin social says how other sites show the card (oEmbed), for those that look for it in the page. */
function oEmbedOf(address: URL, language: Language): NonNullable<PageHead['alternates']> {
  const path = (format: string) => `/oembed?${new URLSearchParams({ url: address.href, format, language })}`;
  return [
    { type: 'application/json+oembed', path: path('json') },
    { type: 'text/xml+oembed', path: path('xml') },
  ];
}

/** schema.org description of a service. */
export function governmentService(service: Service, content: Content, language: Language): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'GovernmentService',
    '@id': `/services/${service.code}`,
    identifier: service.code,
    name: service.name[language],
    description: service.summary[language],
    serviceType: nameIn(content.classes, service.class, language),
    inLanguage: language,
    availableLanguage: content.extra.languages,
    areaServed: { '@type': 'AdministrativeArea', name: language === 'ar' ? 'المنطقة الشرقية' : 'Eastern Province' },
    audience: service.audiences.map((id) => ({ '@type': 'Audience', audienceType: nameIn(content.audiences, id, language) })),
    provider: { '@type': 'GovernmentOrganization', name: AMANAH[language], department: { '@type': 'GovernmentOrganization', name: service.owner[language] } },
    availableChannel: service.channels.map((id) => ({ '@type': 'ServiceChannel', name: nameIn(content.channels, id, language) })),
    ...(service.fee.basis === 'free' ? { isAccessibleForFree: true } : {}),
  };
}
