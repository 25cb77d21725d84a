import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { attachmentKey, Attachments } from './attachments.ts';
import { registerAttachmentRoutes, type RouteParts } from './attachment-routes.ts';
import { forgetFile, scan, type FileRoom } from './receive-file.ts';

/**
 * Everything about the files that people send with forms: routes, jobs, and the declaration of what is kept. What it answers knows the true files of
 * answers (`trueFilesOf`, with `fileIdsIn` and `withTrueFiles`), and takes them for a request in the transaction that opens it (`take`).
 */
export function registerAttachments(parts: RouteParts): Attachments {
  const { ctx } = parts;
  const room: FileRoom = { files: ctx.files, attachments: new Attachments(ctx.db) };
  registerAttachmentRoutes(parts, room);
  declareFiles(parts, room);

  const job = { input: z.strictObject({}), attempts: 3, timeoutMs: 540_000 };
  ctx.job({ ...job, name: 'scan-files', key: () => 'scan-files', cron: '*/5 * * * *', run: () => scanWaiting(parts, room) });
  ctx.job({ ...job, name: 'forget-orphaned-files', key: () => 'forget-orphaned-files', cron: '50 2 * * *', run: () => forgetOrphans(room) });
  return room.attachments;
}

/** Files that came while the scanner was away. One that is harmful loses its bytes; its row says why until the next clearing. */
async function scanWaiting({ ctx }: RouteParts, room: FileRoom): Promise<void> {
  for (const { id } of await room.attachments.scanning()) {
    try {
      await scan(room, id);
    } catch (error) {
      const code = error instanceof AmanahError ? error.code : null;
      if (code === 'FILES_SCANNER_UNAVAILABLE') return;
      if (code !== 'ATTACHMENT_HARMFUL') throw error;
      await room.files.remove(attachmentKey(id));
      await ctx.audit.record({ action: 'file.refused', actor: null, subject: id, requestId: 'job', data: { threat: (error as AmanahError).detail } });
    }
  }
}

async function forgetOrphans(room: FileRoom): Promise<void> {
  for (;;) {
    const orphans = await room.attachments.orphans();
    if (orphans.length === 0) return;
    for (const { id } of orphans) await forgetFile(room, id);
  }
}

/** Files that no request has taken are their sender's to erase; the others are part of an official record. */
function declareFiles({ ctx }: RouteParts, room: FileRoom): void {
  ctx.personalData({
    name: 'files',
    title: 'personalFiles',
    purpose: 'personalFilesPurpose',
    kept: 'personalFilesKept',
    async count(personId) {
      const [row] = await ctx.db.query<{ count: number; erasable: number }>(
        'SELECT count(*)::int AS count, (count(*) FILTER (WHERE taken_at IS NULL))::int AS erasable FROM attachment WHERE person_id = $1',
        [personId],
      );
      return row ?? { count: 0, erasable: 0 };
    },
    copy: (personId) =>
      ctx.db.query('SELECT id, request, name, type, bytes::float8 AS bytes, sha256, sent_at FROM attachment WHERE person_id = $1 ORDER BY sent_at', [personId]),
    async erase(personId) {
      const rows = await ctx.db.query<{ id: string }>('SELECT id FROM attachment WHERE person_id = $1 AND taken_at IS NULL', [personId]);
      for (const { id } of rows) await forgetFile(room, id);
      return rows.length;
    },
  });
}
