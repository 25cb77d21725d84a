import { AmanahError, type Language } from '@amanah/errors';
import type { Call, PluginContext } from '@amanah/plugin-api';
import { takenServices } from '../../requests/contract.ts';
import { connectedSystems } from '../../systems/contract.ts';
import type { manifest } from '../manifest.ts';
import type { CardAnswer } from '../shared/answers.ts';
import type { BeneficiaryVoice } from './beneficiary-voice.ts';
import { cardOf, connectedFor, nameIn } from './card.ts';
import type { Catalogue } from './catalogue.ts';
import type { Service } from './content.ts';
import { outagesOf } from './outages.ts';

type Context = PluginContext<typeof manifest>;

/** The card of a service with what is live about it: where it is taken today, what people say. */
export async function cardAnswerOf(ctx: Context, catalogue: Catalogue, voice: BeneficiaryVoice, service: Service, call: Call): Promise<CardAnswer> {
  const [start, rating, out] = await Promise.all([
    startOf(ctx, service, catalogue, call.language),
    ratingOf(catalogue, voice, service, call),
    outagesOf(ctx, service, catalogue.content, call),
  ]);
  return cardOf(service, catalogue, call.language, { apply: applyPathOf(ctx, service.code), start, rating, ...out });
}

/** Where the portal itself takes the service; without the plugin of requests it takes none. */
function applyPathOf(ctx: Context, code: string): string | null {
  try {
    return ctx.use(takenServices).startOf(code);
  } catch (error) {
    if (error instanceof AmanahError && error.code === 'HOST_SERVICE_MISSING') return null;
    throw error;
  }
}

async function ratingOf(catalogue: Catalogue, voice: BeneficiaryVoice, service: Service, { actor }: Call): Promise<CardAnswer['rating']> {
  if (catalogue.content.extra.quietServices.includes(service.code)) return { average: null, count: 0, open: false, mine: null };
  const [summary, mine] = await Promise.all([voice.summary(service.code), actor ? voice.own(service.code, actor.person.id) : null]);
  return { ...summary, open: true, mine };
}

/** The connected systems that take the service today, or the channels to use instead. */
async function startOf(ctx: Context, service: Service, catalogue: Catalogue, language: Language): Promise<CardAnswer['start']> {
  const { content } = catalogue;
  const found = await Promise.all(
    connectedFor(service, content).map(async ({ system: id, place }) => {
      const system = await ctx.use(connectedSystems).find(id);
      return system && { id, title: system.title[language], place: place[language], enterPath: system.enterPath, state: system.state, since: system.since };
    }),
  );
  const systems = found.filter((system) => system !== undefined);
  if (systems.length > 0) return { way: 'systems', systems };
  const channels = service.channels.filter((channel) => !['web', 'mobile', 'api'].includes(channel));
  return { way: 'elsewhere', channels: channels.map((channel) => nameIn(content.channels, channel, language)) };
}
