import type { Bilingual } from '@amanah/plugin-api';
import { z } from 'zod';
import type { ServiceCard } from './scripts-of.ts';

const document = z.object({ name: z.string(), mandatory: z.boolean() });
/** Of the card's answer, what a guide shows. */
const cardAnswer = z.object({
  name: z.string(),
  fetched: z.array(document),
  uploaded: z.array(document),
  steps: z.array(z.object({ text: z.string(), you: z.boolean() })),
  duration: z.string(),
  fee: z.string(),
});
type CardAnswer = z.infer<typeof cardAnswer>;

/** A service's card as anybody reads it, in both languages. @throws Error when there is none */
export async function readServiceCard(portal: string, code: string): Promise<ServiceCard> {
  const [ar, en] = await Promise.all([cardIn(portal, code, 'ar'), cardIn(portal, code, 'en')]);
  const beside = (of: (card: CardAnswer) => readonly string[]): Bilingual[] => of(ar).map((words, at) => ({ ar: words, en: of(en)[at] ?? words }));
  return {
    code,
    name: { ar: ar.name, en: en.name },
    documents: beside(({ fetched, uploaded }) => [...fetched, ...uploaded].filter(({ mandatory }) => mandatory).map(({ name }) => name)),
    steps: beside(({ steps }) => steps.filter(({ you }) => you).map(({ text }) => text)),
    duration: { ar: ar.duration, en: en.duration },
    fee: { ar: ar.fee, en: en.fee },
  };
}

async function cardIn(portal: string, code: string, language: string): Promise<CardAnswer> {
  const answer = await fetch(new URL(`/api/services/cards/${code}`, portal), { headers: { cookie: `amanah_lang=${language}` } });
  if (!answer.ok) throw new Error(`the card of ${code} was answered with ${answer.status}`);
  return cardAnswer.parse(await answer.json());
}
