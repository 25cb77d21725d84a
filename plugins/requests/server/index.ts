import { readdirSync, readFileSync } from 'node:fs';
import { definePlugin, type Call, type Queryable } from '@amanah/plugin-api';
import { z } from 'zod';
import { documentSources, procedureOperations, requests, takenServices } from '../contract.ts';
import { manifest } from '../manifest.ts';
import { archiveRequests } from './archive/archive.ts';
import { requestsConfig } from './archive/archive-config.ts';
import { registerAttachments } from './attachments/register-attachments.ts';
import { registerConsents } from './consents/register-consents.ts';
import { Drafts } from './drafts/drafts.ts';
import { Sources } from './drafts/sources.ts';
import { ajvEngine } from './forms/ajv-engine.ts';
import { tellApplicants, tellOpenPages } from './notices.ts';
import { declarePersonalData } from './personal-data.ts';
import { registerOperations } from './operations/register-operations.ts';
import { foldStanding } from './publishing/live-steps.ts';
import { ProcedureTexts } from './publishing/procedure-texts.ts';
import { readProcedureChoices } from './procedure-choice.ts';
import { readProcedureWords } from './read-procedure-words.ts';
import { ProcedureLibrary } from './requests/procedure-library.ts';
import { RequestDesk } from './requests/request-desk.ts';
import { findRecord } from './requests/request-record.ts';
import { revokePermits } from './requests/linked-permits.ts';
import { readWorkingCalendar } from './requests/read-working-calendar.ts';
import { registerCaseRoutes } from './routes/case-routes.ts';
import { registerDraftRoutes } from './routes/draft-routes.ts';
import { registerInspectionRoutes } from './routes/inspection-routes.ts';
import { registerFeeApproval } from './routes/fee-approval-route.ts';
import { registerInboxRoutes } from './routes/inbox-routes.ts';
import { registerLoadRoutes } from './routes/load-routes.ts';
import { registerOwnPages } from './routes/own-pages.ts';
import { registerOwnRoutes } from './routes/own-routes.ts';
import { registerStaffPages } from './routes/staff-pages.ts';
import { registerProcedureRoutes } from './routes/procedure-routes.ts';
import { registerPublishingRoutes } from './routes/publishing-routes.ts';
import { readServiceDirectory } from './service-directory.ts';
import { CalledProcedures } from './steps/called-procedures.ts';
import { Operations } from './steps/operations.ts';
import { assertWithinLimit } from './steps/fee-limit.ts';
import { StepRunner } from './steps/step-runner.ts';
import { Deputies } from './tasks/deputies.ts';
import { offerEscalation, tellOfLateTasks } from './tasks/escalation.ts';
import { TaskAccess } from './tasks/task-access.ts';
import { tellOfficials } from './tasks/tell-officials.ts';
import type { PluginParts } from './plugin-parts.ts';

const procedureFolder = new URL('../procedures/', import.meta.url);
/** An automatic step that has waited so long is tried again beside its own job. */
const waitedLongMs = 15 * 60_000;
/** Folding goes on for so long in a night. */
const archiveMs = 30 * 60_000;
const everyJob = { input: z.strictObject({}), attempts: 3 };

let open: (() => Promise<void>) | undefined;

export default definePlugin({
  manifest,
  migrations: new URL('../migrations/', import.meta.url),
  config: requestsConfig,
  setup(ctx) {
    const directory = readServiceDirectory(ctx.configDir);
    const text = (file: string) => readFileSync(new URL(file, ctx.configDir), 'utf8');
    const ids = readdirSync(procedureFolder).flatMap((name) => (name.endsWith('.bpmn') ? [name.slice(0, -'.bpmn'.length)] : []));
    const choices = readProcedureChoices(text('procedures.yaml'), [...directory.services.values()], new Set(ids));
    const words = readProcedureWords(ctx.configDir);
    const calendar = readWorkingCalendar(ctx.configDir);
    const drafts = new Drafts(ctx.db);
    const deputies = new Deputies(ctx.db);
    const operations = new Operations();
    const sources = new Sources({ ar: ctx.text('sourceNotOffered', 'ar'), en: ctx.text('sourceNotOffered', 'en') });

    let library: ProcedureLibrary | undefined;
    const procedures = () => {
      if (!library) throw new Error('the procedures are read when the plugin starts');
      return library;
    };
    open = async () => void (library = await ProcedureLibrary.open(ctx.db, [procedureFolder]));

    const ground = { procedures: { at: (id: string, version: string) => procedures().at(id, version) }, calendar, now: () => new Date() };
    const step = ctx.job({
      name: 'step',
      input: z.strictObject({ request: z.string(), token: z.number().int() }),
      key: ({ request, token }) => `${request}/${token}`,
      attempts: 8,
      timeoutMs: 120_000,
      run: (input, call) => runner.run(input, call),
    });
    const enqueue = (tx: Queryable, waiting: { readonly request: string; readonly token: number }) => step.enqueue(waiting, tx);
    const desk = new RequestDesk({
      db: ctx.db,
      ground,
      emit: (tx, { type, data }) => ctx.events.emit(tx, { type, subject: data.number, data }),
      enqueue,
    });
    const called = new CalledProcedures(desk, { forNew: (id, unit, now) => procedures().forNew(id, unit, now) });
    const runner: StepRunner = new StepRunner({
      db: ctx.db,
      desk,
      operations,
      called,
      log: ctx.log,
      guard: (work, at) => assertWithinLimit({ ctx, operations }, work, at),
      tellPages: ({ number, person }) => tellOpenPages(ctx, { number, personId: person.id }),
    });
    const taskAccess = new TaskAccess(ctx.access, deputies);
    const parts: PluginParts = {
      ctx,
      attachments: registerAttachments({ ctx, directory, drafts, taskAccess }),
      directory,
      choices,
      words,
      calendar,
      drafts,
      deputies,
      operations,
      desk,
      runner,
      ground,
      enqueue,
      keeps: ajvEngine(),
      sources,
      taskAccess,
      procedures,
    };

    const inspections = registerOperations(parts);
    ctx.provide(procedureOperations, operations);
    ctx.provide(documentSources, sources);
    ctx.provide(requests, {
      find: (number) => findRecord(ctx.db, number),
      async tell(message) {
        await desk.tell(message);
        await inspections.followPayment(message);
      },
      revokePermits: (licence, reason) => revokePermits(ctx, licence, reason),
      workingDays: (from, count) => calendar.workingDays(from, count),
    });
    ctx.provide(takenServices, { startOf: (code) => (choices.has(code) ? `/services/${code}/apply` : null) });
    registerDraftRoutes(parts);
    registerOwnRoutes(parts);
    registerFeeApproval(parts);
    registerInboxRoutes(parts);
    registerCaseRoutes(parts);
    registerLoadRoutes(parts);
    registerConsents(parts);
    registerInspectionRoutes(parts);
    const texts = new ProcedureTexts(parts);
    registerProcedureRoutes(parts, texts);
    registerPublishingRoutes(parts, texts);
    declarePersonalData(parts);
    tellApplicants(parts);
    tellOfficials(parts);
    offerEscalation(parts);
    registerOwnPages(parts);
    registerStaffPages(parts);

    const every = (name: string, cron: string, timeoutMs: number, run: (call: Call) => Promise<unknown>) =>
      ctx.job({
        ...everyJob,
        name,
        cron,
        timeoutMs,
        key: () => name,
        run: async (_input, call) => void (await run(call)),
      });
    every('fire-timers', '* * * * *', 55_000, () => desk.fireTimers());
    every('fold-standing', '* * * * *', 55_000, () => foldStanding(ctx.db));
    every('sweep-steps', '*/5 * * * *', 240_000, (call) => runner.sweep(call, waitedLongMs));
    every('tell-of-late-tasks', '*/15 * * * *', 120_000, () => tellOfLateTasks(parts));
    every('archive', '20 1 * * *', archiveMs + 600_000, () =>
      archiveRequests(ctx.db, { afterDays: ctx.config.archiveAfterDays, now: ground.now, forMs: archiveMs }),
    );
    every('forget-drafts', '40 2 * * *', 60_000, () => drafts.forgetOld());
    return undefined;
  },
  async start() {
    await open?.();
  },
});
