import { existsSync } from 'node:fs';
import { AmanahError } from '@amanah/errors';
import type { Bilingual, Db, Events, Files, PluginAccess } from '@amanah/plugin-api';
import type { DocumentEvents, DocumentHappening, Documents, IssuedDocument, NewDocument } from '../contract.ts';
import type { manifest } from '../manifest.ts';
import { newCode } from './code.ts';
import { envelopeOf } from './envelope.ts';
import type { DocumentRegister, Registered } from './register.ts';
import type { Renderer } from './rendering/renderer.ts';
import { dayInRiyadh } from './written-day.ts';

const plugins = new URL('../../', import.meta.url);
const pdf = 'application/pdf';
const longestData = 256 * 1_024;
const longestTitle = 200;

export interface Workshop {
  readonly db: Db;
  readonly files: Pick<Files, 'put'>;
  readonly events: Pick<Events<typeof manifest>, 'emit'>;
  readonly access: Pick<PluginAccess, 'unit'>;
  readonly publicUrl: URL;
  readonly register: DocumentRegister;
  readonly renderer: Pick<Renderer, 'draw'>;
}

/** Key of a document's PDF in the plugin's files. */
export function fileKey(id: string): string {
  return `${id}.pdf`;
}

/** Makes, finds and withdraws documents for other plugins. */
export function makeDocuments(workshop: Workshop): Documents {
  const { register, db, events } = workshop;
  /** Documents that this process is making, by key: who asks for the same one meanwhile waits for it. */
  const making = new Map<string, Promise<IssuedDocument>>();
  return {
    make(document) {
      const running = making.get(document.key);
      if (running) return running;
      const made = make(workshop, document).finally(() => making.delete(document.key));
      making.set(document.key, made);
      return made;
    },
    async about(subject) {
      return (await register.about(subject)).map(issued);
    },
    async withdraw(id, reason) {
      const document = await register.find(id);
      if (!document) throw new AmanahError('DOCUMENTS_UNKNOWN', { detail: id });
      await db.transaction(async (tx) => {
        if (!(await register.withdraw(tx, id, reason))) return;
        const data: DocumentEvents['document.withdrawn'] = { ...happening(document), reason };
        await events.emit(tx, { type: 'document.withdrawn', subject: document.subject, data });
      });
    },
  };
}

async function make(workshop: Workshop, document: NewDocument): Promise<IssuedDocument> {
  const { register, renderer, files, db, events, publicUrl } = workshop;
  const template = templateOf(document);
  assertFits(document);
  const begun = await register.begin(document, newCode());
  if (!begun.done) {
    const envelope = envelopeOf(
      {
        title: document.title,
        number: document.subject,
        unit: unitName(workshop, document.unit),
        code: begun.code,
        madeOn: dayInRiyadh(begun.madeAt),
        validUntil: document.validUntil,
        data: document.data,
      },
      publicUrl,
    );
    const drawn = await renderer.draw({ template, envelope, madeAt: Math.floor(begun.madeAt.getTime() / 1_000) });
    const file = await files.put(fileKey(begun.id), drawn, { type: pdf });
    await db.transaction(async (tx) => {
      if (!(await register.finish(tx, begun, file, document))) return;
      const data: DocumentEvents['document.made'] = happening({ ...document, id: begun.id });
      await events.emit(tx, { type: 'document.made', subject: document.subject, data });
    });
  }
  const made = await register.find(begun.id);
  if (!made) throw new AmanahError('DOCUMENTS_NOT_MADE', { detail: `${document.key} is gone` });
  return issued(made);
}

/** @throws DOCUMENTS_TEMPLATE_UNKNOWN */
function templateOf({ template }: NewDocument): string {
  const [, plugin, name] = /^([a-z][a-z0-9-]*)\/([a-z][a-z0-9-]*)$/.exec(template) ?? [];
  const path = `${plugin}/documents/${name}.typ`;
  if (!plugin || !existsSync(new URL(path, plugins))) throw new AmanahError('DOCUMENTS_TEMPLATE_UNKNOWN', { detail: template });
  return `/${path}`;
}

/** @throws DOCUMENTS_NOT_MADE */
function assertFits({ key, title, data, validUntil }: NewDocument): void {
  const wrong =
    title.ar === '' || title.en === '' || title.ar.length > longestTitle || title.en.length > longestTitle
      ? `a title is one to ${longestTitle} characters`
      : JSON.stringify(data).length > longestData
        ? `its data are longer than ${longestData} characters`
        : validUntil !== null && !/^\d{4}-\d{2}-\d{2}$/.test(validUntil)
          ? `no day: ${validUntil}`
          : null;
  if (wrong) throw new AmanahError('DOCUMENTS_NOT_MADE', { detail: `${key}: ${wrong}` });
}

function unitName({ access }: Workshop, id: string): Bilingual {
  const unit = access.unit(id);
  if (!unit) throw new AmanahError('DOCUMENTS_NOT_MADE', { detail: `no unit ${id}` });
  return unit.name;
}

function happening({ id, subject, template, unit }: { id: string; subject: string; template: string; unit: string }): DocumentHappening {
  return { id, about: subject, template, unit };
}

function issued({ id, code, title, sha256, bytes, madeAt, path, withdrawn }: Registered): IssuedDocument {
  return { id, code, title, sha256, bytes, madeAt, path, withdrawn };
}
