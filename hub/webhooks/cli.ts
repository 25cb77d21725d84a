import { AmanahError } from '@amanah/errors';
import type { WebhookDelivery, WebhookInfo } from '@amanah/plugin-api';
import type { Command } from 'commander';
import { withContext, type OpenContext, type RegisterCommands } from '../cli/context.ts';
import { print } from '../cli/print.ts';
import { checkedPlugins } from '../host/checked-plugins.ts';
import { systemEvents } from '../systems/system-events.ts';
import type { Webhooks } from './contract.ts';
import { webhooksAdmin } from './create-webhooks.ts';

const requestId = 'command-line';

/** `amanah webhook …`: on the store of the running hub, whose workers look for what is due every second. */
export const register: RegisterCommands = (program, open) => {
  const webhook = program.command('webhook').description('subscriptions of outside systems to events');
  const run = (work: (admin: Webhooks['admin']) => Promise<void>) => withWebhooks(open, work);

  webhook
    .command('list')
    .description('subscriptions, without their secrets')
    .action((_options: object, command: Command) =>
      run(async (admin) => {
        const all = await admin.list();
        print(command, all, all.map(subscriptionLine));
      }),
    );
  webhook
    .command('add')
    .argument('<url>')
    .requiredOption('--type <type...>', 'event types such as services.problem.reported, or groups such as services.*')
    .requiredOption('--owner <unit>', 'unit that owns the subscription')
    .description('subscribe an address to events; its secret is printed once')
    .action((url: string, { type, owner }: { type: string[]; owner: string }, command: Command) =>
      run(async (admin) => {
        const made = await admin.add({ url, types: type, owner }, null, requestId);
        print(command, made, [`subscription ${made.id}`, `secret (shown only now): ${made.secret}`]);
      }),
    );
  webhook
    .command('types')
    .description('event types that there are; each may be subscribed to, or a group of them')
    .action((_options: object, command: Command) =>
      withContext(open, async ({ config, log }) => {
        const types = [...systemEvents, ...(await checkedPlugins(config, log)).flatMap(({ events }) => events)].sort();
        print(command, types, types);
      }),
    );
  for (const [name, active] of [
    ['pause', false],
    ['resume', true],
  ] as const)
    webhook
      .command(name)
      .argument('<id>')
      .description(active ? 'go on with a subscription' : 'pause a subscription; events meanwhile are not kept for it, those that wait are')
      .action((id: string, _options: object, command: Command) =>
        run(async (admin) => {
          await admin.change(id, { active }, null, requestId);
          print(command, { id, active }, [`${id}: ${active ? 'active' : 'paused'}`]);
        }),
      );
  webhook
    .command('rotate')
    .argument('<id>')
    .description('a new secret, printed once; the old one signs beside it for a day')
    .action((id: string, _options: object, command: Command) =>
      run(async (admin) => {
        const { secret } = await admin.rotate(id, null, requestId);
        print(command, { id, secret }, [`secret (shown only now): ${secret}`]);
      }),
    );
  webhook
    .command('remove')
    .argument('<id>')
    .description('end a subscription')
    .action((id: string, _options: object, command: Command) =>
      run(async (admin) => {
        await admin.remove(id, null, requestId);
        print(command, { removed: id }, [`removed ${id}`]);
      }),
    );
  webhook
    .command('deliveries')
    .argument('<id>')
    .option('--limit <number>', 'so many at most', '100')
    .description('what was sent to a subscription, latest first')
    .action((id: string, { limit }: { limit: string }, command: Command) =>
      run(async (admin) => {
        if (!(await admin.list()).some((one) => one.id === id)) throw new AmanahError('SYSTEMS_WEBHOOK_UNKNOWN', { detail: id });
        const sent = await admin.deliveries(id, Number(limit) || 100);
        print(command, sent, sent.map(deliveryLine));
      }),
    );
  webhook
    .command('replay')
    .argument('<id>')
    .option('--delivery <delivery>', 'this one')
    .option('--since <moment>', 'everything since then, such as 2026-11-01T08:00+03:00')
    .description('send one delivery again, or everything since a moment')
    .action((id: string, { delivery, since }: { delivery?: string; since?: string }, command: Command) =>
      run(async (admin) => {
        const deliveries = await admin.replay(id, replayed(delivery, since), null, requestId);
        print(command, { id, deliveries }, [`${deliveries} deliveries wait to be sent again`]);
      }),
    );
};

function replayed(delivery: string | undefined, since: string | undefined): Parameters<Webhooks['admin']['replay']>[1] {
  const at = since === undefined ? null : new Date(since);
  if (delivery !== undefined && at === null) return { delivery };
  if (delivery === undefined && at !== null && !Number.isNaN(at.getTime())) return { since: at.toISOString() };
  throw new AmanahError('HTTP_INVALID_INPUT', { detail: 'one of --delivery and --since, the latter a moment' });
}

function subscriptionLine({ id, url, types, owner, active, failing, lastDelivery }: WebhookInfo): string {
  const last = lastDelivery ? `last ${lastDelivery.ok ? 'delivered' : 'failed'} ${lastDelivery.at}` : 'nothing sent yet';
  return [id, url, types.join(' '), owner, active ? 'active' : 'paused', last, failing > 0 ? `${failing} failing` : ''].join('\t').trimEnd();
}

function deliveryLine({ id, type, state, attempts, createdAt, lastStatus, lastError, nextAt }: WebhookDelivery): string {
  return [id, type, state, `${attempts} attempts`, createdAt, lastStatus ?? '', lastError ?? '', nextAt ? `next ${nextAt}` : ''].join('\t').trimEnd();
}

/** The hub that runs sends; nothing is to be woken here. */
function withWebhooks(open: OpenContext, work: (admin: Webhooks['admin']) => Promise<void>): Promise<void> {
  return withContext(open, (context) => work(webhooksAdmin({ ...context, hasUnit: (id) => context.access.unit(id) !== undefined }, () => {})));
}
