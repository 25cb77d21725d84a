import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { media } from '../../../media/contract.ts';
import { catalogue } from '../../../services/contract.ts';
import { manifest } from '../../manifest.ts';
import { newsContent, newsStates, type NewsContent } from '../../shared/news.ts';
import { newsAtWork, newsChoices, newsList } from '../../shared/news-answers.ts';
import { personOf, type Context } from '../context.ts';
import type { FrameSites } from '../embedding/frame-sites.ts';
import type { NewsAtOffice } from '../news/news-at-office.ts';
import type { NewsDesk } from '../news/news-desk.ts';

export interface Office {
  readonly desk: NewsDesk;
  readonly atOffice: NewsAtOffice;
  readonly sites: FrameSites;
  /** Words for networks must fit there. @throws HTTP_INVALID_INPUT, SOCIAL_WORDS_TOO_LONG */
  assertWords(networks: NonNullable<NewsContent['networks']>): Promise<void>;
  /** After what is out has changed. */
  refresh(): Promise<void>;
}

const meant = { id: z.uuid(), version: z.number().int().positive() };
const reason = z.string().trim().min(5).max(500);

/** What the communication office does with items. Whoever has no right on an item's unit is told that there is none. */
export function registerOfficeRoutes(ctx: Context, office: Office): void {
  const { desk, atOffice } = office;

  ctx.route({
    method: 'get',
    path: '/office/news',
    access: 'news.read',
    summary: 'Items of the units on which the caller may see them, last changed first, with counts of each state',
    input: z.strictObject({
      state: z.enum(newsStates).optional(),
      q: z.string().trim().max(100).optional(),
      page: z.coerce.number().int().min(1).max(10_000).default(1),
    }),
    output: newsList,
    handle: (filter, call) => atOffice.list(filter, call),
  });
  ctx.route({
    method: 'get',
    path: '/office/choices',
    access: 'news.read',
    summary: 'What is chosen from while writing: units, those for which the caller writes, sites whose pages may be shown',
    input: z.strictObject({}),
    output: newsChoices,
    async handle(_input, call) {
      const units = ctx.access.units().map(({ id, name }) => ({ id, name: name[call.language] }));
      return { units, mine: units.filter(({ id }) => ctx.access.may(call.actor, 'social:news.write', id)), sites: [...new Set(office.sites.names)] };
    },
  });
  ctx.route({
    method: 'post',
    path: '/office/news',
    access: 'news.write',
    summary: 'Begins an item of a unit (default: the first for which the caller writes)',
    input: z.strictObject({ unit: newsContent.shape.unit.optional() }),
    output: z.strictObject({ id: z.uuid() }),
    async handle({ unit }, call) {
      const chosen = unit ?? writersUnit(ctx, call);
      if (!chosen || !ctx.access.unit(chosen) || !ctx.access.may(call.actor, 'social:news.write', chosen)) throw new AmanahError('HTTP_PERMISSION_DENIED');
      const id = await desk.begin(chosen, personOf(call));
      await record(ctx, call, 'news.begun', id);
      return { id };
    },
  });
  ctx.route({
    method: 'get',
    path: '/office/news/{id}',
    access: 'news.read',
    summary: 'An item at work',
    input: z.strictObject({ id: z.uuid() }),
    output: newsAtWork,
    handle: ({ id }, call) => atOffice.item(id, call),
  });
  ctx.route({
    method: 'put',
    path: '/office/news/{id}',
    access: 'news.write',
    summary: 'Writes an item; it is a draft again, and readers go on seeing what was approved',
    input: z.strictObject({ ...meant, content: newsContent }),
    output: z.strictObject({}),
    async handle({ id, version, content }, call) {
      await atOffice.assertMay('news.write', id, call);
      assertContent(ctx, office.sites, content, call);
      await office.assertWords(content.networks ?? []);
      await desk.write({ id, version }, content, personOf(call));
      await record(ctx, call, 'news.written', id);
      return {};
    },
  });
  registerSteps(ctx, office);
}

function registerSteps(ctx: Context, { desk, atOffice, refresh }: Office): void {
  const step = <Input extends z.ZodRawShape>(
    name: string,
    permission: 'news.write' | 'news.approve',
    summary: string,
    input: Input,
    run: (input: z.infer<z.ZodObject<typeof meant & Input>>, call: Call) => Promise<void>,
  ) =>
    ctx.route({
      method: 'post',
      path: `/office/news/{id}/${name}`,
      access: permission,
      summary,
      input: z.strictObject({ ...meant, ...input }),
      output: z.strictObject({}),
      async handle(given, call) {
        const sent = given as z.infer<z.ZodObject<typeof meant & Input>>;
        const { id } = given as { id: string };
        await atOffice.assertMay(permission, id, call);
        await run(sent, call);
        await record(ctx, call, `news.${name}`, id);
        await refresh();
        return {};
      },
    });
  step('send', 'news.write', 'Sends an item to whoever approves', {}, (sent, call) => desk.send(sent, personOf(call)));
  step('give-back', 'news.approve', 'Gives an item back to its writers, with words', { words: reason }, ({ words, ...sent }, call) =>
    desk.giveBack(sent, words, personOf(call)),
  );
  step(
    'approve',
    'news.approve',
    'Approves an item that the caller did not write at: out at once, or at a moment',
    { publishAt: z.iso.datetime({ offset: true }).nullable() },
    ({ publishAt, ...sent }, call) => desk.approve(sent, publishAt === null ? null : new Date(publishAt), personOf(call)),
  );
  step('publish', 'news.approve', 'Publishes now what was approved for a later moment', {}, (sent, call) => desk.publishNow(sent, personOf(call)));
  step(
    'withdraw',
    'news.approve',
    'Takes an item off the news; its address says why',
    { reason: z.strictObject({ ar: reason, en: reason }) },
    ({ reason: because, ...sent }, call) => desk.withdraw(sent, because, personOf(call)),
  );
}

/** The unit of the caller's post, else the first for which they write. */
function writersUnit(ctx: Context, { actor }: Call): string | undefined {
  const own = actor?.capacity.kind === 'official' ? actor.capacity.unit : undefined;
  const may = (unit: string) => ctx.access.may(actor, 'social:news.write', unit);
  if (own && may(own)) return own;
  return may(manifest.owner) ? manifest.owner : ctx.access.units().find(({ id }) => may(id))?.id;
}

/** @throws HTTP_PERMISSION_DENIED, SOCIAL_SERVICE_UNKNOWN, SOCIAL_SITE_REFUSED, HTTP_INVALID_INPUT */
function assertContent(ctx: Context, sites: FrameSites, content: NewsContent, call: Call): void {
  for (const unit of [content.unit, ...content.units])
    if (!ctx.access.unit(unit)) throw new AmanahError('HTTP_INVALID_INPUT', { fields: [{ path: 'content.units', message: 'unknown unit' }] });
  if (!ctx.access.may(call.actor, 'social:news.write', content.unit)) throw new AmanahError('HTTP_PERMISSION_DENIED');
  sites.assertAllowed(content.body.ar, content.body.en);
  const unknown = unknownService(ctx, content.services);
  if (unknown) throw new AmanahError('SOCIAL_SERVICE_UNKNOWN', { params: { code: unknown } });
}

/** While the catalogue is refused no code can be called wrong. */
function unknownService(ctx: Context, codes: readonly string[]): string | undefined {
  try {
    const known = ctx.use(catalogue);
    return codes.find((code) => !known.find(code));
  } catch {
    return undefined;
  }
}

/** Titles of programmes that are linked or may be, by id. */
export async function programmeNames(ctx: Context, ids: readonly string[], call: Call): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return [];
  try {
    return (await ctx.use(media).find(ids, call)).map(({ id, title }) => ({ id, name: title[call.language] }));
  } catch {
    return [];
  }
}

async function record(ctx: Context, call: Call, action: string, id: string): Promise<void> {
  await ctx.audit.record({ action, actor: call.actor, subject: id, requestId: call.requestId });
}
