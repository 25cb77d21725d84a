import { definePlugin } from '@amanah/plugin-api';
import { documents } from '../contract.ts';
import { manifest } from '../manifest.ts';
import { checkPage, codePage, type Checking } from './checking/check-pages.ts';
import { WrongCodes } from './checking/wrong-codes.ts';
import { registerDocumentRoutes } from './document-routes.ts';
import { makeDocuments } from './make-documents.ts';
import { DocumentRegister } from './register.ts';
import { Renderer } from './rendering/renderer.ts';

const mostCopied = 10_000;

let renderer: Renderer | undefined;

export default definePlugin({
  manifest,
  migrations: new URL('../migrations/', import.meta.url),
  setup(ctx) {
    const register = new DocumentRegister(ctx.db);
    const drawing = new Renderer(ctx.log);
    renderer = drawing;
    const { db, files, events, access, publicUrl } = ctx;
    ctx.provide(documents, makeDocuments({ db, files, events, access, publicUrl, register, renderer: drawing }));
    registerDocumentRoutes(ctx, register);

    const checking: Checking = { register, access, wrong: new WrongCodes(), text: (key, language) => ctx.text(key, language) };
    ctx.page('/v', (_params, call, query) => codePage(checking, call, query.get('code')));
    ctx.page('/v/:code', ({ code = '' }, call) => checkPage(checking, call, code));

    ctx.personalData({
      name: 'papers',
      title: 'personalPapers',
      purpose: 'personalPapersPurpose',
      kept: 'personalPapersKept',
      count: async (personId) => ({ count: await register.countReadBy(personId), erasable: 0 }),
      copy: async (personId) =>
        (await register.readBy(personId, mostCopied)).map(({ title, subject, madeAt, validUntilDay, state, code, path }) => ({
          title,
          number: subject,
          madeAt,
          validUntil: validUntilDay,
          state,
          code,
          path,
        })),
    });
    ctx.health({
      name: 'renderer',
      critical: false,
      timeoutMs: 1_000,
      async check() {
        if (drawing.trouble !== null) throw new Error(drawing.trouble);
      },
    });
    return undefined;
  },
  async stop() {
    renderer?.close();
  },
});
