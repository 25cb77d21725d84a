import { Readable } from 'node:stream';
import { AmanahError } from '@amanah/errors';
import { fileOutput, type Actor, type Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { boardAnswer, importAnswer, importRows, rowResult, sampleAnswer, stage, unitAnswer } from '../../shared/rollout-answers.ts';
import type { Municipality } from '../register-config.ts';
import { boardRowOf, importAnswerOf, unitAnswerOf, type BoardParts } from './board.ts';
import { importReport, reportName } from './import-report.ts';
import type { Moves } from './moves.ts';
import { sampleSideBySide } from './sample.ts';
import { settle, settlements } from './settle.ts';

const unit = z.string().min(1).max(60);
const id = z.string().regex(/^\d{1,18}$/);
const why = z.string().trim().min(3).max(500);
const done = z.strictObject({});
/** A move of a register needs both factors not older than this. */
const stepUpSeconds = 900;
const pageSize = 50;

interface Rooms extends BoardParts {
  readonly municipalities: readonly Municipality[];
  readonly moves: Moves;
  /** Goes on with an import in the background. */
  carryOn(id: string): Promise<void>;
}

/** What the roll-out team sees and does. */
export function registerRolloutRoutes(rooms: Rooms): void {
  const { ctx, municipalities, runs, moves } = rooms;
  const access = 'rollout.manage';
  const actorOf = ({ actor }: Call): Actor => {
    if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
    return actor;
  };
  /** The caller, for a municipality of the board on which they lead the roll-out. */
  const leader = (call: Call, at: string): Actor => {
    const actor = actorOf(call);
    if (!municipalities.some((one) => one.unit === at)) throw new AmanahError('HTTP_NOT_FOUND');
    if (!ctx.access.may(actor, 'shop-licences:rollout.manage', at)) throw new AmanahError('HTTP_PERMISSION_DENIED');
    return actor;
  };
  const runOf = async (call: Call, run: string) => {
    const found = await runs.get(run);
    return { run: found, actor: leader(call, found.unit) };
  };

  ctx.route({
    method: 'get',
    path: '/rollout',
    access,
    summary: 'Municipalities with where the register of shop licences of each stands on its way to ours',
    input: z.strictObject({}),
    output: boardAnswer,
    async handle(_input, call) {
      const actor = actorOf(call);
      return { municipalities: await Promise.all(municipalities.map((one) => boardRowOf(rooms, one.unit, actor))) };
    },
  });
  ctx.route({
    method: 'get',
    path: '/rollout/{unit}',
    access,
    summary: 'One municipality: its steps, imports, differences of both registers, and what is to be entered by hand after a roll-back',
    input: z.strictObject({ unit }),
    output: unitAnswer,
    handle: (input, call) => unitAnswerOf(rooms, input.unit, leader(call, input.unit)),
  });
  ctx.route({
    method: 'post',
    path: '/rollout/{unit}/stage',
    access,
    stepUpSeconds,
    summary: 'Moves the register to its next stage when everything before it is done',
    input: z.strictObject({ unit, to: stage, why }),
    output: done,
    async handle(input, call) {
      await moves.advance({ unit: input.unit, actor: leader(call, input.unit), why: input.why, requestId: call.requestId }, input.to);
      return {};
    },
  });
  ctx.route({
    method: 'post',
    path: '/rollout/{unit}/roll-back',
    access,
    stepUpSeconds,
    summary: 'Takes the last step back; what happened in our register meanwhile is written to the older one, or listed for a person to enter there',
    input: z.strictObject({ unit, why }),
    output: done,
    async handle(input, call) {
      await moves.rollBack({ unit: input.unit, actor: leader(call, input.unit), why: input.why, requestId: call.requestId });
      return {};
    },
  });
  ctx.route({
    method: 'post',
    path: '/rollout/{unit}/freeze',
    access,
    stepUpSeconds,
    summary: 'Nothing is changed in the register for the hours before it is moved, or again from now',
    input: z.strictObject({ unit, on: z.boolean(), why }),
    output: done,
    async handle(input, call) {
      await moves.freeze({ unit: input.unit, actor: leader(call, input.unit), why: input.why, requestId: call.requestId }, input.on);
      return {};
    },
  });
  ctx.route({
    method: 'post',
    path: '/rollout/{unit}/entered',
    access,
    summary: 'Says that what a roll-back left was entered in the older register',
    input: z.strictObject({ unit, key: z.string().min(1).max(200) }),
    output: done,
    async handle(input, call) {
      const actor = leader(call, input.unit);
      await ctx.db.query(`UPDATE rollback_item SET outcome = 'entered', at = now() WHERE unit = $1 AND key = $2 AND outcome = 'to-enter'`, [
        input.unit,
        input.key,
      ]);
      await ctx.audit.record({ action: 'rollout.entered', actor, subject: `rollout/${input.unit}`, requestId: call.requestId, data: { key: input.key } });
      return {};
    },
  });
  ctx.route({
    method: 'post',
    path: '/rollout/differences/{id}/settlement',
    access,
    stepUpSeconds,
    summary: 'Settles what both registers say differently of a licence',
    input: z.strictObject({ id, unit, how: z.enum(settlements), why }),
    output: done,
    async handle(input, call) {
      const actor = leader(call, input.unit);
      const [known] = await ctx.db.query('SELECT 1 FROM register_difference WHERE id = $1 AND unit = $2', [input.id, input.unit]);
      if (!known) throw new AmanahError('ROLLOUT_DIFFERENCE_SETTLED');
      await settle(ctx, input.id, { how: input.how, why: input.why, by: actor.person.name });
      return {};
    },
  });
  ctx.route({
    method: 'post',
    path: '/rollout/{unit}/imports',
    access,
    stepUpSeconds,
    summary: 'Begins an import of the older register: dry, with a report of each row alone, or for real',
    input: z.strictObject({ unit, kind: z.enum(['dry', 'real']) }),
    output: importAnswer,
    async handle(input, call) {
      const actor = leader(call, input.unit);
      const { stage: at, hasLegacy } = await rooms.stages.of(input.unit);
      if (!hasLegacy || at === 'new' || at === 'archived') throw new AmanahError('ROLLOUT_IMPORT_OVER');
      const run = await runs.begin(input.unit, input.kind, actor.person);
      await ctx.audit.record({
        action: 'rollout.import',
        actor,
        subject: `rollout/${input.unit}`,
        requestId: call.requestId,
        data: { run: run.id, kind: run.kind },
      });
      await rooms.carryOn(run.id);
      return importAnswerOf(ctx, run);
    },
  });
  ctx.route({
    method: 'get',
    path: '/rollout/imports/{id}',
    access,
    summary: 'How far an import has come, and how it ended',
    input: z.strictObject({ id }),
    output: importAnswer,
    handle: async (input, call) => importAnswerOf(ctx, (await runOf(call, input.id)).run),
  });
  ctx.route({
    method: 'post',
    path: '/rollout/imports/{id}/turn',
    access,
    summary: 'Pauses an import, goes on with it, or cancels it; what it has written stays',
    input: z.strictObject({ id, to: z.enum(['paused', 'running', 'cancelled']) }),
    output: importAnswer,
    async handle(input, call) {
      const { actor, run: before } = await runOf(call, input.id);
      const run = await runs.turn(input.id, input.to);
      await ctx.audit.record({
        action: `rollout.import.${input.to}`,
        actor,
        subject: `rollout/${before.unit}`,
        requestId: call.requestId,
        data: { run: run.id },
      });
      if (input.to === 'running') await rooms.carryOn(run.id);
      return importAnswerOf(ctx, run);
    },
  });
  ctx.route({
    method: 'get',
    path: '/rollout/imports/{id}/rows',
    access,
    summary: 'Rows of an import by their result, with the reasons of those that were not taken',
    input: z.strictObject({ id, result: rowResult.optional(), page: z.coerce.number().int().min(1).max(10_000).default(1) }),
    output: importRows,
    async handle(input, call) {
      await runOf(call, input.id);
      const values = [input.id, input.result ?? null];
      const [counted] = await ctx.db.query<{ total: number }>(
        'SELECT count(*)::int AS total FROM import_row WHERE run = $1 AND ($2::text IS NULL OR result = $2)',
        values,
      );
      const rows = await ctx.db.query<z.infer<typeof importRows>['rows'][number]>(
        `SELECT nth, number, shop, result, reasons, notes FROM import_row WHERE run = $1 AND ($2::text IS NULL OR result = $2) ORDER BY nth LIMIT $3 OFFSET $4`,
        [...values, pageSize, (input.page - 1) * pageSize],
      );
      return { rows, total: counted?.total ?? 0 };
    },
  });
  ctx.route({
    method: 'get',
    path: '/rollout/imports/{id}/report',
    access,
    summary: 'All rows of an import as a table to keep (CSV)',
    input: z.strictObject({ id }),
    output: fileOutput('text/csv'),
    async handle(input, call) {
      await runOf(call, input.id);
      const content = await importReport(ctx.db, input.id, (key) => ctx.text(key, call.language));
      return {
        name: reportName(input.id, call.language),
        disposition: 'attachment' as const,
        type: 'text/csv',
        bytes: content.length,
        stream: async (range) => Readable.from([range ? content.subarray(range.start, range.end + 1) : content]),
      };
    },
  });
  ctx.route({
    method: 'get',
    path: '/rollout/imports/{id}/sample',
    access,
    summary: 'One licence of a hundred as both registers have it now, side by side',
    input: z.strictObject({ id }),
    output: sampleAnswer,
    handle: async (input, call) => sampleSideBySide(ctx, (await runOf(call, input.id)).run),
  });
  ctx.route({
    method: 'post',
    path: '/rollout/imports/{id}/sample',
    access,
    summary: 'Says that the sample was looked at',
    input: z.strictObject({ id }),
    output: done,
    async handle(input, call) {
      const { actor, run } = await runOf(call, input.id);
      await runs.sampleSeen(input.id, actor.person);
      await ctx.audit.record({ action: 'rollout.sample', actor, subject: `rollout/${run.unit}`, requestId: call.requestId, data: { run: input.id } });
      return {};
    },
  });
}
