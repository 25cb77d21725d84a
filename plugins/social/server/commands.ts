import { readFileSync } from 'node:fs';
import { defineCommands, type CommandContext } from '@amanah/plugin-api';
import { z } from 'zod';
import { manifest } from '../manifest.ts';
import { connectedKinds } from '../shared/network-kinds.ts';
import { newNetwork, networkReach } from '../shared/network.ts';
import type { NetworkAnswer } from '../shared/post-answers.ts';
import { networksInWords } from './networks/network-list.ts';
import { NetworkRegister } from './networks/network-register.ts';
import { told } from './networks/network-routes.ts';

/** Longest that a network may take to say who we are, in milliseconds. */
const proofMs = 20_000;
const named = z.object({ id: newNetwork.shape.id.describe('id of the network') });
const tokenFile = z
  .string()
  .describe('file with the access token, /dev/stdin to type or pipe it: a token on the command line would be seen by everybody on the machine');

/** Networks without the pages; what they change holds at once, also in a hub that runs. */
export default defineCommands(manifest, (add) => {
  add({
    name: 'network list',
    summary: 'networks on which the Amanah speaks: as whom, what was last posted and refused, how much more they take',
    input: z.object({}),
    async run(_input, ctx) {
      const [row] = await ctx.db.query<{ count: number }>('SELECT count(*)::int AS count FROM follower');
      const networks = await networksInWords(ctx.db, registerOf(ctx), row?.count ?? 0, 'en');
      return { result: networks, lines: networks.map(lineOf) };
    },
  });
  add({
    name: 'network add',
    summary: 'connects a network after it has said who we are there',
    input: z.object({
      id: newNetwork.shape.id.describe('id of the network'),
      kind: z.enum(connectedKinds).describe('mastodon, telegram, x or facebook'),
      titleAr: z.string().describe('name in Arabic'),
      titleEn: z.string().describe('name in English'),
      url: z.string().describe('where its API answers'),
      account: z.string().default('').describe('channel (telegram) or number of the page (facebook)'),
      tokenFile,
    }),
    async run({ titleAr, titleEn, tokenFile: file, ...reach }, ctx) {
      const network = newNetwork.parse({ ...reach, title: { ar: titleAr, en: titleEn }, token: tokenIn(file) });
      const { account } = await registerOf(ctx).connect(network, 0, AbortSignal.timeout(proofMs)).catch(told);
      await record(ctx, 'connected', network.id, { kind: network.kind, url: network.url });
      return { result: { id: network.id, account }, lines: [`${network.id} is connected as ${account}`] };
    },
  });
  add({
    name: 'network try',
    summary: 'asks a network whether it still knows us',
    input: named,
    async run({ id }, ctx) {
      const { account } = await registerOf(ctx).tryAgain(id, AbortSignal.timeout(proofMs)).catch(told);
      return { result: { id, account }, lines: [`${id} knows us as ${account}`] };
    },
  });
  add({
    name: 'network token',
    summary: 'gives a network a new token after it has said that it takes it',
    input: named.extend({ tokenFile }),
    async run({ id, tokenFile: file }, ctx) {
      const register = registerOf(ctx);
      const version = (await register.all()).find((network) => network.id === id)?.version ?? 1;
      const { account } = await register.renew(id, version, tokenIn(file), AbortSignal.timeout(proofMs)).catch(told);
      await record(ctx, 'token-renewed', id);
      return { result: { id, account }, lines: [`${id} has a new token and knows us as ${account}`] };
    },
  });
  for (const [name, paused] of [
    ['pause', true],
    ['resume', false],
  ] as const)
    add({
      name: `network ${name}`,
      summary: paused ? 'sends nothing to a network for now' : 'goes on posting on a network, with what waited',
      input: named,
      async run({ id }, ctx) {
        await registerOf(ctx).pause(id, paused);
        await record(ctx, paused ? 'paused' : 'resumed', id);
        return { result: { id, paused }, lines: [`${id} ${paused ? 'is paused' : 'goes on'}`] };
      },
    });
  add({
    name: 'network remove',
    summary: 'forgets a network and its token; what was posted stays there',
    input: named,
    async run({ id }, ctx) {
      await registerOf(ctx).disconnect(id);
      await record(ctx, 'disconnected', id);
      return { result: { id }, lines: [`${id} is disconnected`] };
    },
  });
});

type Ctx = CommandContext<typeof manifest>;

const registerOf = ({ db, seals }: Ctx) => new NetworkRegister(db, seals);

function tokenIn(file: string): string {
  return networkReach.shape.token.parse(readFileSync(file, 'utf8'));
}

async function record({ audit }: Ctx, action: string, subject: string, data?: Readonly<Record<string, unknown>>): Promise<void> {
  await audit.record({ action: `network.${action}`, actor: null, subject, requestId: 'command-line', ...(data && { data }) });
}

function lineOf({ id, kind, title, account, knownAs, paused, problem, left, waiting }: NetworkAnswer): string {
  const state = problem?.title ?? (paused ? 'paused' : 'works');
  return [id, kind, title.en, knownAs ?? account, state, left ? `${left.day.left} of ${left.day.most} left today` : '', `${waiting} waiting`].join('  ');
}
