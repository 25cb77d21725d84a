import { AmanahError } from '@amanah/errors';
import type { Locale } from '@amanah/plugin-api';
import { z } from 'zod';
import { channels, deliveriesAnswer, deliveryStates, type DeliveryRow } from '../shared/delivery-answers.ts';
import type { Context } from './context.ts';
import { sendAgain } from './delivery-queue.ts';
import { deliveryCounts, recordedDeliveries, type RecordedDelivery } from './delivery-record.ts';
import type { NoticeTemplates } from './templates.ts';
import { words } from './words.ts';

const pageSize = 50;
const reasons = [
  'preference',
  'no-contact',
  'contact-refused',
  'quiet-hours',
  'daily-mail',
  'silent',
  'no-gateway',
  'refused',
  'no-answer',
  'process-ended',
  'gave-up',
] as const;

/** The record of deliveries for those who look after it, and sending again by hand. */
export function registerStaff(ctx: Context, templates: NoticeTemplates, wake: () => Promise<void>): void {
  ctx.page('/staff/notifications', async (_params, { language }) => ({
    title: ctx.text('deliveriesTitle', language),
    lead: ctx.text('deliveriesLead', language),
    frame: 'staff',
  }));
  ctx.route({
    method: 'get',
    path: '/deliveries',
    access: 'delivery.read',
    summary:
      'What became of notices on each channel, latest first: by person (user name, national number, e-mail or mobile), reference, channel or state; never their text',
    input: z.strictObject({
      person: z.string().trim().min(1).max(200).optional(),
      reference: z.string().trim().min(1).max(200).optional(),
      channel: z.enum(channels).optional(),
      state: z.enum(deliveryStates).optional(),
      before: z.coerce.number().int().positive().optional(),
    }),
    output: deliveriesAnswer,
    async handle({ person, ...filter }, { language }) {
      const persons = person === undefined ? null : [...(await ctx.people.knownAs(person))];
      const [rows, counts] = await Promise.all([recordedDeliveries(ctx.db, { persons, ...filter, limit: pageSize }), deliveryCounts(ctx.db)]);
      const names = await namesOf(ctx, rows, language);
      return {
        deliveries: rows.map((row) => rowFrom(row, { templates, language, name: names.get(row.personId) ?? row.personId })),
        counts,
        personUnknown: persons?.length === 0,
      };
    },
  });
  ctx.route({
    method: 'post',
    path: '/deliveries/{id}/repeat',
    access: 'delivery.repeat',
    summary: 'Sends again what failed for good or whose outcome nobody knows',
    input: z.strictObject({ id: z.coerce.number().int().positive() }),
    output: z.strictObject({}),
    async handle({ id }, call) {
      const [found] = await ctx.db.query('SELECT 1 FROM delivery WHERE id = $1', [id]);
      if (!found) throw new AmanahError('NOTIFICATIONS_DELIVERY_UNKNOWN');
      if (!(await sendAgain(ctx.db, String(id)))) throw new AmanahError('NOTIFICATIONS_NOT_REPEATABLE');
      await ctx.audit.record({ action: 'delivery.repeated', actor: call.actor, subject: String(id), requestId: call.requestId });
      await wake();
      return {};
    },
  });
}

/** Names as the hub has them now; the record keeps none. */
async function namesOf(ctx: Context, rows: readonly RecordedDelivery[], language: Locale): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.map((row) => row.personId))];
  const contacts = await Promise.all(ids.map(async (id) => [id, (await ctx.people.contactOf(id))?.name[language]] as const));
  return new Map(contacts.flatMap(([id, name]) => (name === undefined ? [] : [[id, name]])));
}

function rowFrom(row: RecordedDelivery, { templates, language, name }: { templates: NoticeTemplates; language: Locale; name: string }): DeliveryRow {
  const reason = reasons.find((one) => one === row.reason);
  return {
    id: row.id,
    person: name,
    about: (row.template && templates.aboutOf(row.template)?.[language]) ?? words('portalOnly', language),
    reference: row.reference,
    channel: row.channel,
    state: row.state,
    reason: reason ? words(`reason_${reason}`, language) : null,
    error: row.error,
    attempts: row.attempts,
    segments: row.segments,
    toldAt: new Date(row.toldAt).toISOString(),
    nextAt: row.nextAt && new Date(row.nextAt).toISOString(),
    endedAt: row.endedAt && new Date(row.endedAt).toISOString(),
  };
}
