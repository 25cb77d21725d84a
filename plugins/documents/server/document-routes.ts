import { AmanahError } from '@amanah/errors';
import { fileOutput, type Actor, type Call, type PluginContext } from '@amanah/plugin-api';
import { z } from 'zod';
import { manifest } from '../manifest.ts';
import { ownDocuments } from '../shared/own-documents.ts';
import { spacedCode } from './code.ts';
import { fileKey } from './make-documents.ts';
import type { DocumentRegister, Registered } from './register.ts';

const mostListed = 200;
const readPermission = `${manifest.id}:document.read`;

type Context = Pick<PluginContext<typeof manifest>, 'route' | 'files' | 'access' | 'audit'>;

/** The list of one's own documents, and the PDF of one document for those who may read it. */
export function registerDocumentRoutes(ctx: Context, register: DocumentRegister): void {
  ctx.route({
    method: 'get',
    path: '/',
    access: 'own.read',
    summary: 'Documents that were given to the signed-in person, newest first',
    input: z.strictObject({}),
    output: ownDocuments,
    async handle(_input, call) {
      const documents = await register.readBy(actorOf(call).person.id, mostListed);
      return {
        documents: documents.map((document) => ({
          id: document.id,
          title: document.title[call.language],
          number: document.subject,
          issuer: ctx.access.unit(document.unit)?.name[call.language] ?? '',
          state: document.state,
          madeAt: document.madeAt,
          validUntil: document.validUntilDay,
          bytes: document.bytes,
          path: document.path,
          checkPath: `/v/${spacedCode(document.code)}`,
        })),
      };
    },
  });
  ctx.route({
    method: 'get',
    path: '/{id}/file',
    access: 'own.read',
    summary: 'The PDF of a document, for the persons it was given to and officials of its unit',
    input: z.strictObject({ id: z.uuid() }),
    output: fileOutput('application/pdf'),
    async handle({ id }, call) {
      const document = await readable(ctx, register, id, call);
      const file = await ctx.files.open(fileKey(document.id));
      return { ...file, name: `${document.title[call.language]} ${document.subject}.pdf`, disposition: 'inline' };
    },
  });
}

/** Who may not read a document is answered as if it were not there. @throws DOCUMENTS_NOT_YOURS */
async function readable(ctx: Context, register: DocumentRegister, id: string, call: Call): Promise<Registered> {
  const actor = actorOf(call);
  const document = await register.find(id);
  if (document && (await register.isReader(actor.person.id, id))) return document;
  if (!document || !ctx.access.may(actor, readPermission, document.unit)) throw new AmanahError('DOCUMENTS_NOT_YOURS', { detail: id });
  await ctx.audit.record({ action: 'document.read', actor, subject: document.subject, requestId: call.requestId, data: { document: id } });
  return document;
}

function actorOf({ actor }: Call): Actor {
  if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
  return actor;
}
