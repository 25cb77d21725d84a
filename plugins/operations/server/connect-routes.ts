import { AmanahError, errorCodes, errorText, type ErrorCode } from '@amanah/errors';
import type { Actor, SystemDraft, TriedOperation } from '@amanah/plugin-api';
import { parse } from 'yaml';
import { z } from 'zod';
import { callableAnswer, contractState, discoveryAnswer, fileAnswer, processesAnswer, rejectedRowsAnswer, triedAnswer } from '../shared/connect-answers.ts';
import { testAnswer } from '../shared/system-answers.ts';
import { FRESH_SECONDS, id, nothing, signedIn, type Context } from './caller.ts';

const manage = 'operations:system.manage';
/** Documents that describe a system come with its draft. */
const maxBodyBytes = 16_777_216;
const secretName = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/);
const draft = {
  definition: z.union([z.string().max(262_144), z.record(z.string(), z.unknown())]),
  secrets: z.record(secretName, z.string().max(16_384)).default({}),
  files: z.record(z.string().min(1).max(200), z.string().max(maxBodyBytes)).default({}),
};
const named = z.looseObject({ id: z.string(), owner: z.string() });
const titled = z.looseObject({ title: z.looseObject({ ar: z.string(), en: z.string() }) });

/** Connecting systems that are called by operations, and what their owners do with them. */
export function registerConnect(ctx: Context): void {
  const assertOwner = (actor: Actor, owner: string) => {
    if (!ctx.hub.host.may(actor, manage, owner)) throw new AmanahError('OPERATIONS_OTHER_UNIT', { detail: owner });
  };
  /** Whoever tries a draft speaks with its system in the hub's name: only for units of theirs, and never with the secrets of another's system. */
  const assertDraft = async (actor: Actor, { definition }: SystemDraft) => {
    const read = named.safeParse(typeof definition === 'string' ? parsed(definition) : definition);
    if (!read.success) throw new AmanahError('SYSTEMS_DEFINITION_INVALID', { fields: [{ path: 'id', message: 'id, owner' }] });
    assertOwner(actor, read.data.owner);
    const running = (await ctx.hub.systems.list()).find((one) => one.id === read.data.id);
    if (running) assertOwner(actor, running.owner);
    return { id: read.data.id, running };
  };
  const assertOwn = async (actor: Actor, system: string) => {
    const found = (await ctx.hub.systems.list()).find((one) => one.id === system);
    if (!found) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: system });
    assertOwner(actor, found.owner);
    return found;
  };
  const stateOf = (state: Awaited<ReturnType<Context['hub']['connect']['contract']>>) =>
    state && { ...state, changes: state.changes.map((one) => ({ ...one })) };

  ctx.route({
    method: 'post',
    path: '/connect/discover',
    access: 'system.manage',
    maxBodyBytes,
    summary: 'Reads what a system says of itself: its operations, their types, and what could not be resolved',
    input: z.strictObject(draft),
    output: discoveryAnswer,
    async handle(input, call) {
      await assertDraft(signedIn(call), input);
      const { contract, problems, failure } = await ctx.hub.connect.discover(input);
      return structuredClone({ contract, problems, failure }) as z.infer<typeof discoveryAnswer>;
    },
  });
  ctx.route({
    method: 'post',
    path: '/connect/try',
    access: 'system.manage',
    maxBodyBytes,
    summary: 'Tries one operation of a draft with real input and shows both messages',
    input: z.strictObject({ ...draft, operation: z.string().min(1).max(200), input: z.unknown(), cursor: z.string().max(4_000).optional() }),
    output: triedAnswer,
    async handle({ operation, input, cursor, ...given }, call) {
      const actor = signedIn(call);
      await assertDraft(actor, given);
      const tried = await ctx.hub.connect.tryOperation(given, { operation, input, ...(cursor === undefined ? {} : { cursor }) }, actor, call.requestId);
      return triedOf(tried, call.language, titleOf(given.definition, call.language));
    },
  });
  ctx.route({
    method: 'post',
    path: '/connect/test',
    access: 'system.manage',
    maxBodyBytes,
    summary: 'Checks a draft by named steps: definition, reachable, authorised, contract, chosen operations',
    input: z.strictObject(draft),
    output: testAnswer,
    async handle(input, call) {
      await assertDraft(signedIn(call), input);
      const { ok, problems, checks } = await ctx.hub.connect.testDraft(input);
      return { ok, problems: problems.map((one) => ({ ...one })), checks: checks.map((one) => ({ ...one })) };
    },
  });
  ctx.route({
    method: 'post',
    path: '/connect/save',
    access: 'system.manage',
    maxBodyBytes,
    summary: 'Connects the system with its secrets and documents; it can be called at once on every replica',
    input: z.strictObject({ ...draft, replace: z.boolean().default(false) }),
    output: z.strictObject({ id: z.string() }),
    async handle({ replace, ...given }, call) {
      const actor = signedIn(call);
      const { id: wanted, running } = await assertDraft(actor, given);
      if (running && !replace) throw new AmanahError('SYSTEMS_NAME_TAKEN', { params: { name: wanted }, fields: [{ path: 'id', message: wanted }] });
      return { id: (await ctx.hub.connect.saveDraft(given, actor, call.requestId)).id };
    },
  });
  ctx.route({
    method: 'get',
    path: '/systems/{id}/calls',
    access: 'system.read',
    summary: 'What a system can be asked, where its contract stands, which secrets it has, which files it gave',
    input: z.strictObject({ id }),
    output: callableAnswer,
    async handle(input, call) {
      const actor = signedIn(call);
      const info = (await ctx.hub.systems.list()).find((one) => one.id === input.id && ctx.hub.host.may(actor, 'operations:system.read', one.owner));
      if (!info) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: input.id });
      const { connect } = ctx.hub;
      const [operations, contract, secrets, files] = await Promise.all([
        connect.operations(info.id),
        connect.contract(info.id),
        connect.secrets(info.id),
        connect.files(info.id),
      ]);
      return {
        operations: operations.map(({ title, access: _access, ...one }) => ({
          ...(structuredClone(one) as Omit<z.infer<typeof callableAnswer>['operations'][number], 'title'>),
          title: title[call.language],
        })),
        contract: stateOf(contract),
        secrets: secrets.map((one) => ({ ...one })),
        files: files.map((one) => ({ ...one })),
        tier: info.tier,
        dependents: [...info.dependents],
      };
    },
  });
  ctx.route({
    method: 'post',
    path: '/systems/{id}/try',
    access: 'system.manage',
    summary: 'Tries one operation of a connected system with real input',
    input: z.strictObject({ id, operation: z.string().min(1).max(200), input: z.unknown(), cursor: z.string().max(4_000).optional() }),
    output: triedAnswer,
    async handle({ id: system, operation, input, cursor }, call) {
      const actor = signedIn(call);
      const { title } = await assertOwn(actor, system);
      const definition = await ctx.hub.systems.definition(system);
      const tried = await ctx.hub.connect.tryOperation(
        { definition: definition ?? {} },
        { operation, input, ...(cursor === undefined ? {} : { cursor }) },
        actor,
        call.requestId,
      );
      return triedOf(tried, call.language, title[call.language]);
    },
  });
  ctx.route({
    method: 'post',
    path: '/systems/{id}/contract',
    access: 'system.manage',
    summary: 'Reads the live contract now and compares it with the accepted one, or accepts the live one',
    input: z.strictObject({ id, accept: z.boolean().default(false) }),
    output: contractState,
    async handle({ id: system, accept }, call) {
      const actor = signedIn(call);
      await assertOwn(actor, system);
      const state = accept ? await ctx.hub.connect.acceptContract(system, actor, call.requestId) : await ctx.hub.connect.checkContract(system);
      return stateOf(state)!;
    },
  });
  ctx.route({
    method: 'post',
    path: '/systems/{id}/secrets',
    access: 'system.manage',
    stepUpSeconds: FRESH_SECONDS,
    summary: 'Gives a secret of a system anew; it is sealed, and nobody can read it again',
    input: z.strictObject({ id, name: secretName, value: z.string().min(1).max(16_384) }),
    output: nothing,
    async handle({ id: system, name, value }, call) {
      const actor = signedIn(call);
      await assertOwn(actor, system);
      await ctx.hub.connect.setSecret(system, name, value, actor, call.requestId);
      return {};
    },
  });
  ctx.route({
    method: 'get',
    path: '/systems/{id}/rejected/{hash}',
    access: 'system.manage',
    summary: 'Rows of a file that were kept aside, with the reasons',
    input: z.strictObject({ id, hash: id }),
    output: rejectedRowsAnswer,
    async handle({ id: system, hash }, call) {
      await assertOwn(signedIn(call), system);
      const rows = await ctx.hub.connect.rejectedRows(system, hash);
      return { rows: rows.map(({ reasons, ...row }) => ({ ...row, reasons: reasons.map((one) => ({ ...one })) })) };
    },
  });
  ctx.route({
    method: 'get',
    path: '/systems/{id}/diagnostics',
    access: 'system.manage',
    summary: 'What a vendor needs to help, without secrets and personal data, as a zip',
    input: z.strictObject({ id }),
    output: fileAnswer,
    async handle({ id: system }, call) {
      await assertOwn(signedIn(call), system);
      return { name: `${system}-diagnostics.zip`, content: Buffer.from(await ctx.hub.connect.diagnostics(system)).toString('base64') };
    },
  });
  ctx.route({
    method: 'get',
    path: '/processes',
    access: 'health.read',
    summary: 'Processes in which adapters run',
    input: nothing,
    output: processesAnswer,
    async handle() {
      return { processes: (await ctx.hub.connect.processes()).map((one) => ({ ...one, systems: [...one.systems] })) };
    },
  });
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 10 });
  } catch {
    return null;
  }
}

/** The title that a draft gives its system, for the words of an error. */
function titleOf(definition: string | Record<string, unknown>, language: 'ar' | 'en'): string {
  const read = titled.safeParse(typeof definition === 'string' ? parsed(definition) : definition);
  return read.success ? read.data.title[language] : '';
}

/** The error in the words of the catalogue, beside what the operator needs to know. */
function triedOf({ error, ...tried }: TriedOperation, language: 'ar' | 'en', system: string): z.infer<typeof triedAnswer> {
  const known =
    error && (errorCodes as readonly string[]).includes(error.code)
      ? errorText(error.code as ErrorCode, language, { system, reason: error.fault?.message ?? error.detail, name: error.detail })
      : null;
  return {
    ...tried,
    sent: tried.sent && { ...tried.sent },
    received: tried.received && { ...tried.received },
    error: error && {
      ...error,
      title: known?.title ?? error.code,
      action: known?.action ?? '',
      fields: error.fields.map((one) => ({ ...one })),
      fault: error.fault && { ...error.fault },
    },
  };
}
