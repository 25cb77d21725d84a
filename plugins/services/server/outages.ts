import type { Language } from '@amanah/errors';
import type { Call, PluginContext } from '@amanah/plugin-api';
import { connectedSystems, type SystemFacts } from '../../systems/contract.ts';
import type { manifest } from '../manifest.ts';
import type { CardAnswer } from '../shared/answers.ts';
import { connectedFor, nameIn } from './card.ts';
import type { Content, Service } from './content.ts';
import { say } from './service-words.ts';

type Outage = CardAnswer['outages'][number];

/** Ways to apply that need no system of ours. */
const electronic = ['web', 'mobile', 'api', 'kiosk'];

/** A connected system that a service stands on: it takes the service in a place, or is called for a part of it. */
interface Support {
  readonly facts: SystemFacts;
  /** What stands on it, in words. */
  readonly purpose: string;
  /** What can be done without it; `null` where config says nothing. */
  readonly without: string | null;
  readonly takes: boolean;
}

/** What stands in the way of a service now, and what is announced: of every connected system that it stands on. */
export async function outagesOf(
  ctx: PluginContext<typeof manifest>,
  service: Service,
  content: Content,
  { actor, language }: Pick<Call, 'actor' | 'language'>,
): Promise<Pick<CardAnswer, 'outages' | 'downtime'>> {
  const supports = await supportsOf(ctx, service, content, language);
  const troubled = supports.filter(({ facts }) => kindOf(facts) !== null);
  const followed = actor && troubled.length > 0 ? await ctx.use(connectedSystems).followedBy(actor.person.id) : new Set<string>();
  return {
    outages: troubled.map((one) => outageOf(one, supports, service, content, language, followed.has(one.facts.id))),
    downtime: [
      ...supports.flatMap(({ facts: { title, announced } }) =>
        announced ? [{ title: title[language], from: announced.from, until: announced.until, note: announced.note?.[language] ?? null }] : [],
      ),
      ...content.extra.downtime.flatMap(({ system, from, until, note }) => {
        const support = supports.find(({ facts }) => facts.id === system);
        return support && new Date(until) > new Date() ? [{ title: support.facts.title[language], from, until, note: note[language] }] : [];
      }),
    ],
  };
}

/** Ids of the systems that a service stands on: those that a person may ask to be told of at its card. */
export function systemsBehind(service: Service, content: Content): readonly string[] {
  return [...connectedFor(service, content), ...content.extra.needs.filter(({ services }) => services.includes(service.code))].map(({ system }) => system);
}

async function supportsOf(ctx: PluginContext<typeof manifest>, service: Service, content: Content, language: Language): Promise<readonly Support[]> {
  const systems = ctx.use(connectedSystems);
  const found = await Promise.all([
    ...connectedFor(service, content).map(async ({ system, place }) => {
      const facts = await systems.find(system);
      return facts && { facts, purpose: say(language, 'outageApply', { place: place[language] }), without: null, takes: true };
    }),
    ...content.extra.needs
      .filter(({ services }) => services.includes(service.code))
      .map(async (need) => {
        const facts = await systems.facts(need.system);
        return facts && { facts, purpose: need.for[language], without: need.without[language], takes: false };
      }),
  ]);
  return found.filter((one) => one !== undefined);
}

function kindOf({ state, needsReview }: SystemFacts): Outage['kind'] | null {
  if (state === 'down' || state === 'maintenance') return state;
  return needsReview ? 'review' : null;
}

function outageOf(one: Support, supports: readonly Support[], service: Service, content: Content, language: Language, followed: boolean): Outage {
  const { facts, purpose, without } = one;
  const kind = kindOf(facts)!;
  const others = supports.filter((other) => other.takes && other !== one && kindOf(other.facts) === null).map((other) => other.purpose);
  const channels = service.channels.filter((channel) => !electronic.includes(channel)).map((channel) => nameIn(content.channels, channel, language));
  return {
    system: facts.id,
    title: facts.title[language],
    kind,
    since: kind === 'review' ? null : facts.since,
    until: facts.maintenance?.until ?? null,
    note: facts.maintenance?.note?.[language] ?? null,
    purpose,
    works: [
      ...others,
      ...(without ? [without] : []),
      ...(channels.length > 0 ? [say(language, 'outageChannels', { channels: channels.join(say(language, 'listSeparator')) })] : []),
      say(language, 'outageCard'),
    ],
    followed,
  };
}
