import { AmanahError } from '@amanah/errors';
import { fileOutput, type Actor, type Call, type FileAnswer } from '@amanah/plugin-api';
import { z } from 'zod';
import { sentFile, type SentFileAnswer } from '../../shared/answers/attachment-answers.ts';
import type { Form } from '../../shared/forms/form-types.ts';
import { sentLimit } from '../../shared/forms/sent-limit.ts';
import { actorOf, isApplicant } from '../acting-for.ts';
import { caseRow, type CaseRow } from '../cases/case-row.ts';
import { openTasks } from '../cases/task-view.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { findTask } from '../tasks/find-task.ts';
import { fieldName, uploadRulesOf } from './answer-files.ts';
import { attachmentKey, type AttachmentRow, type Purpose } from './attachments.ts';
import { attachmentTypes } from './file-types.ts';
import { forgetFile, receiveFile, type FileRoom } from './receive-file.ts';

export type RouteParts = Pick<PluginParts, 'ctx' | 'directory' | 'drafts' | 'taskAccess'>;

const field = z.string().regex(/^[A-Za-z]\w*(?:\.\w+){0,4}$/);
const number = z.string().max(30);
const token = z.coerce.number().int();
const file = z.strictObject({ file: z.uuid(), disposition: z.enum(['inline', 'attachment']).default('inline') });
const output = fileOutput(...attachmentTypes);

/** Sending files for drafts and tasks, opening them, removing what was not sent yet. */
export function registerAttachmentRoutes(parts: RouteParts, room: FileRoom): void {
  const { ctx, directory, drafts, taskAccess } = parts;
  const upload = { maxBytes: largestFile(directory.forms.values()) };

  ctx.route({
    method: 'post',
    path: '/drafts/{id}/files',
    access: 'own.write',
    summary: 'Takes a file for a field of a draft',
    upload,
    input: z.strictObject({ id: z.uuid(), field }),
    output: sentFile,
    async handle(input, call) {
      const draft = await drafts.find(actorOf(call).person.id, input.id);
      return receive(call, directory.form(draft.service), { draft: draft.id, field: input.field });
    },
  });

  ctx.route({
    method: 'post',
    path: '/own/{number}/tasks/{token}/files',
    access: 'own.write',
    summary: "Takes a file for a field of a task of the applicant's side",
    upload,
    input: z.strictObject({ number, token, field }),
    output: sentFile,
    async handle(input, call) {
      const row = await caseRow(ctx.db, input.number);
      const task = (await openTasks(ctx.db, row.number)).find((one) => one.token === input.token);
      if (!task || !taskAccess.mayDoOutside(actorOf(call), task, row)) throw new AmanahError('REQUESTS_UNKNOWN', { detail: input.number });
      const form = (task.form === null ? undefined : directory.forms.get(task.form)) ?? directory.form(row.service);
      return receive(call, form, { request: row.number, token: input.token, field: input.field });
    },
  });

  ctx.route({
    method: 'post',
    path: '/cases/{number}/tasks/{token}/files',
    access: 'task.decide',
    summary: "Takes a file for a field of an official's task",
    upload,
    input: z.strictObject({ number, token, field }),
    output: sentFile,
    async handle(input, call) {
      const row = await caseRow(ctx.db, input.number);
      if (!(await taskAccess.mayRead(ctx.db, actorOf(call), row))) throw new AmanahError('REQUESTS_UNKNOWN', { detail: input.number });
      const task = await findTask(ctx.db, { request: row.number, token: input.token });
      await taskAccess.holdingFor(ctx.db, actorOf(call), task, row);
      const form = task.form === null ? undefined : directory.forms.get(task.form);
      if (!form) throw new AmanahError('ATTACHMENT_FIELD_UNKNOWN', { detail: `${task.step} has no form` });
      return receive(call, form, { request: row.number, token: input.token, field: input.field });
    },
  });

  ctx.route({
    method: 'get',
    path: '/files/{file}',
    access: 'own.read',
    summary: 'A file that the caller sent, or one of a request of whom the caller acts for',
    input: file,
    output,
    handle: (input, call) => opened(call, input, (actor, row) => Promise.resolve(isApplicant(actor, row))),
  });

  ctx.route({
    method: 'get',
    path: '/cases/files/{file}',
    access: 'task.read',
    summary: 'A file of a request that the caller may look at as an official, which is recorded, or one that the caller sent for a task',
    input: file,
    output,
    handle: (input, call) =>
      opened(call, input, async (actor, row) => {
        if (!(await taskAccess.mayRead(ctx.db, actor, row))) return false;
        await ctx.audit.record({ action: 'file.opened', actor, subject: row.number, requestId: call.requestId, data: { file: input.file } });
        return true;
      }),
  });

  for (const [path, access] of [['/files/{file}', 'own.write'] as const, ['/cases/files/{file}', 'task.decide'] as const]) {
    ctx.route({
      method: 'delete',
      path,
      access,
      summary: 'Removes a file that the caller sent and no request has taken',
      input: z.strictObject({ file: z.uuid() }),
      output: z.undefined(),
      async handle(input, call) {
        const row = await room.attachments.find(input.file);
        if (row.person_id !== actorOf(call).person.id) throw new AmanahError('ATTACHMENT_UNKNOWN', { detail: row.id });
        if (row.taken_at !== null) throw new AmanahError('ATTACHMENT_TAKEN', { detail: row.id });
        await forgetFile(room, row.id);
        return undefined;
      },
    });
  }

  async function receive(call: Call, form: Form, purpose: Purpose): Promise<SentFileAnswer> {
    const actor = actorOf(call);
    const rules = uploadRulesOf(form, purpose.field);
    try {
      return answerOf(await receiveFile(room, actor.person.id, { ...purpose, field: fieldName(purpose.field) }, call.upload!, rules));
    } catch (error) {
      if (error instanceof AmanahError && error.code === 'ATTACHMENT_HARMFUL') {
        const subject = 'draft' in purpose ? purpose.draft : purpose.request;
        await ctx.audit.record({ action: 'file.refused', actor, subject, requestId: call.requestId, data: { field: purpose.field, threat: error.detail } });
      }
      throw error;
    }
  }

  /** @throws ATTACHMENT_UNKNOWN also for the files of others, ATTACHMENT_SCANNING, ATTACHMENT_HARMFUL */
  async function opened(
    call: Call,
    { file: id, disposition }: z.infer<typeof file>,
    mayRead: (actor: Actor, row: CaseRow) => Promise<boolean>,
  ): Promise<FileAnswer> {
    const actor = actorOf(call);
    const row = await room.attachments.find(id);
    if (!(await isFor(actor, row, mayRead))) throw new AmanahError('ATTACHMENT_UNKNOWN', { detail: id });
    if (row.state === 'refused') throw new AmanahError('ATTACHMENT_HARMFUL', { detail: `${id} ${row.threat}` });
    if (row.state !== 'clean') throw new AmanahError('ATTACHMENT_SCANNING', { detail: id });
    return { ...(await room.files.open(attachmentKey(id))), name: row.name, disposition };
  }

  async function isFor(actor: Actor, row: AttachmentRow, mayRead: (actor: Actor, row: CaseRow) => Promise<boolean>): Promise<boolean> {
    if (row.taken_at === null) return row.person_id === actor.person.id;
    return row.request !== null && mayRead(actor, await caseRow(ctx.db, row.request));
  }
}

function answerOf({ id, name, bytes, type, state }: AttachmentRow): SentFileAnswer {
  return { id, name, size: bytes, type, state: state === 'clean' ? 'clean' : 'scanning' };
}

/** The hub stops a longer body before anybody looks at its field. */
function largestFile(forms: Iterable<Form>): number {
  const sizes = [...forms].flatMap(({ ui }) => uploadSizes(ui));
  return Math.max(1, ...sizes);
}

function uploadSizes(ui: Form['ui']): readonly number[] {
  return Object.values(ui).flatMap(({ upload, items }) => [
    ...(upload ? upload.accept.map((ending) => sentLimit(ending, upload)) : []),
    ...(items ? uploadSizes(items) : []),
  ]);
}
