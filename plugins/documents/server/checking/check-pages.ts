import { errorText } from '@amanah/errors';
import type { Call, Locale, PageHead, PluginAccess } from '@amanah/plugin-api';
import { html } from 'hono/html';
import { codeOf, spacedCode } from '../code.ts';
import type { DocumentRegister } from '../register.ts';
import { checkedHtml, codeForm, type Say } from './check-html.ts';
import type { WrongCodes } from './wrong-codes.ts';

export interface Checking {
  readonly register: Pick<DocumentRegister, 'findByCode'>;
  readonly wrong: WrongCodes;
  readonly access: Pick<PluginAccess, 'unit'>;
  text(key: string, language: Locale): string;
}

/** `/v`: where a code is typed, and what is said of one that was typed there. */
export async function codePage(checking: Checking, call: Call, typed: string | null): Promise<PageHead> {
  if (typed) return checkPage(checking, call, typed);
  const t = sayIn(checking, call);
  return { title: t('checkTitle'), lead: t('checkLead'), canonicalPath: '/v', body: { html: String(html`<div class="dc-check">${codeForm('', t)}</div>`) } };
}

/** `/v/CODE`: what the code stands for today. @throws HTTP_RATE_LIMITED for a network that tried many codes that are none */
export async function checkPage(checking: Checking, call: Call, typed: string): Promise<PageHead> {
  const { register, wrong, access } = checking;
  const t = sayIn(checking, call);
  const network = call.network ?? '';
  const breadcrumb = [{ title: t('checkTitle'), to: '/v' }];
  wrong.assertWithin(network);
  const code = codeOf(typed);
  const document = code === null ? null : await register.findByCode(code);
  if (!document) {
    // What cannot be a code is a slip of the hand and tells nothing.
    if (code !== null) wrong.count(network);
    const { title, action } = code === null ? { title: t('noCodeTitle'), action: t('noCodeText') } : errorText('DOCUMENTS_UNKNOWN', call.language);
    return { title, lead: action, status: 404, breadcrumb, body: { html: String(html`<div class="dc-check">${codeForm(typed.slice(0, 40), t)}</div>`) } };
  }
  const unit = access.unit(document.unit)?.name[call.language] ?? t('amanah');
  const title = document.title[call.language];
  return {
    title,
    description: `${title} – ${t(`${document.state}Title`)}`,
    canonicalPath: `/v/${spacedCode(document.code)}`,
    breadcrumb,
    body: { html: checkedHtml(document, unit, call.language, t) },
  };
}

function sayIn({ text }: Checking, { language }: Call): Say {
  return (key) => text(key, language);
}
