import type { ConnectedKind } from '../../shared/network-kinds.ts';
import type { NetworkAnswer } from '../../shared/post-answers.ts';
import { t } from '../messages.ts';

/** What is typed of a network, without its token. */
export interface NetworkDraft {
  readonly id: string;
  readonly kind: ConnectedKind;
  readonly titleAr: string;
  readonly titleEn: string;
  readonly url: string;
  readonly account: string;
}

/** Where each network answers when it is not one's own server. */
const usualUrl: Readonly<Record<ConnectedKind, string>> = {
  mastodon: 'https://',
  telegram: 'https://api.telegram.org',
  x: 'https://api.x.com',
  facebook: 'https://graph.facebook.com/v25.0',
};

/** The form as it opens: with what is known of a network, or for a new one. */
export function draftOf(network: NetworkAnswer | null, known: readonly string[]): NetworkDraft {
  if (!network || network.kind === 'activitypub') return newDraft('mastodon', known);
  const { id, kind, title, url, account } = network;
  return { id, kind, titleAr: title.ar, titleEn: title.en, url, account };
}

/** A new network of a kind under its usual name. */
export function newDraft(kind: ConnectedKind, known: readonly string[]): NetworkDraft {
  const name = (language: 'ar' | 'en') => t(`networkKind_${kind}`, {}, language);
  return { id: freeId(kind, known), kind, titleAr: name('ar'), titleEn: name('en'), url: usualUrl[kind], account: '' };
}

/** The kind itself, or with the first number that is free. */
function freeId(kind: ConnectedKind, known: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? kind : `${kind}-${number}`;
    if (!known.includes(id)) return id;
  }
}

/** An account's name within a sentence of either direction. */
export function named(account: string): string {
  return `\u2068${account}\u2069`;
}

const place = 'amanah.social.network-draft';

export interface LeftDraft {
  /** `null`: a new network. */
  readonly network: string | null;
  readonly draft: NetworkDraft;
}

/** Whoever is asked to prove who they are leaves the page: what was typed waits for them, without the token. */
export function leaveDraft(left: LeftDraft | null): void {
  if (left) sessionStorage.setItem(place, JSON.stringify(left));
  else sessionStorage.removeItem(place);
}

/** What was left, once. */
export function takeDraft(): LeftDraft | null {
  const left = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  return left === null ? null : (JSON.parse(left) as LeftDraft);
}
