import { AdapterError, secretsIn, type Contract } from '@amanah/adapter-api';
import { AmanahError, type Language } from '@amanah/errors';
import type {
  Actor,
  AdapterInfo,
  AuditEntry,
  ConfigProblem,
  ConnectAdmin,
  ContractState,
  Discovery,
  SystemDraft,
  SystemInfo,
  SystemTest,
} from '@amanah/plugin-api';
import type { HubConfig } from '../../config/contract.ts';
import hubPackage from '../../package.json' with { type: 'json' };
import type { Store } from '../../store/contract.ts';
import { mayWrite, type Tier } from '../adapter-tier.ts';
import { callError } from '../calls/call-error.ts';
import type { WriteLedger } from '../calls/write-ledger.ts';
import { currentCall } from '../calls/current-caller.ts';
import type { ContractStore } from '../contracts/contract-store.ts';
import type { DriftWatch } from '../contracts/drift-watch.ts';
import { definitionRefused, nameTaken } from '../definition-refused.ts';
import type { OperationsSystemDefinition } from '../definition.ts';
import type { Exchanges } from '../exchanges/contract.ts';
import type { Intake } from '../intake/contract.ts';
import { MissingSecret } from '../missing-secret.ts';
import type { OpenedSystems } from '../opened-systems.ts';
import type { AdapterProcesses, SystemAccess } from '../processes/contract.ts';
import { isCalled, type SystemRegistry } from '../registry.ts';
import { chosenOperations, contractFingerprint, systemAccess } from '../system-access.ts';
import { saveRow } from '../system-rows.ts';
import type { SystemSecrets } from '../system-secrets.ts';
import type { SystemUploads } from '../system-uploads.ts';
import { chosenProblems } from './chosen-problems.ts';
import { diagnosticsZip } from './diagnostics.ts';
import { draftChecks } from './draft-checks.ts';
import { DraftContracts } from './draft-contracts.ts';
import { operationInfos } from './operation-infos.ts';
import { operationsDocument } from './operations-document.ts';
import { nameProblems, readDraft, type ReachableDefinition, type ReadDraft } from './read-draft.ts';
import { tryOperation } from './try-operation.ts';

/** Exchanges that go into diagnostics. */
const lastExchanges = 200;

interface Sources {
  readonly config: Pick<HubConfig, 'profile' | 'configDir'>;
  readonly store: Store;
  readonly registry: SystemRegistry;
  readonly secrets: SystemSecrets;
  readonly uploads: SystemUploads;
  readonly contracts: ContractStore;
  readonly drift: DriftWatch;
  readonly opened: OpenedSystems;
  readonly processes: AdapterProcesses;
  readonly exchanges: Exchanges;
  readonly ledger: WriteLedger;
  readonly intake: Pick<Intake, 'files' | 'rejectedRows'>;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
  infoOf(id: string): SystemInfo | undefined;
  tierOf(protocol: string): Tier;
  adapters(): readonly AdapterInfo[];
  /** Everything is read again here, and the other replicas are told. */
  changed(id: string): Promise<void>;
}

/** The same for callers that know the name of the definition's file. */
export interface ConnectRoom extends ConnectAdmin {
  testDraft(draft: SystemDraft, file?: string): Promise<SystemTest>;
  saveDraft(draft: SystemDraft, by: Actor | null, requestId: string, file?: string): Promise<SystemInfo>;
}

/** What owners of systems that are called by operations do with them, for the operations pages and the command line. */
export function createConnectAdmin(sources: Sources): ConnectRoom {
  const { config, store, registry, secrets, uploads, contracts, drift, opened, processes, exchanges, ledger, intake, audit } = sources;
  const { infoOf, tierOf, adapters, changed } = sources;
  const draftContracts = new DraftContracts(processes);

  const definitionOf = (id: string): OperationsSystemDefinition => {
    const running = registry.byId(id);
    if (!running || !isCalled(running)) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: id });
    return running.definition;
  };
  const recorded = (action: string, id: string, actor: Actor | null, requestId: string, data?: AuditEntry['data']) =>
    audit.record({ action: `systems:${action}`, subject: `system/${id}`, actor, requestId, ...(data ? { data } : {}) });
  /** @throws MissingSecret */
  const accessOf = (definition: ReachableDefinition, draft: ReadDraft): SystemAccess =>
    systemAccess({ definition, secrets: draft.secrets, uploads: draft.uploads, configDir: config.configDir });
  /** What reading a running system ended with, in the catalogue's words. */
  const inWords = <T>(id: string, work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw callError(error, { title: definitionOf(id).title, language: languageNow(), mayBeWritten: false });
    });
  const read = (draft: SystemDraft, file?: string) => readDraft(draft, { registry, secrets, uploads }, file);

  return {
    async discover(draft): Promise<Discovery> {
      const given = await read(draft);
      if (!given.reachable) return { contract: null, problems: given.problems, failure: null };
      try {
        const found = await draftContracts.read(accessOf(given.reachable, given));
        const { kind, title, version, operations, problems } = found;
        return { contract: { kind, title, version, operations, problems }, problems: given.problems, failure: null };
      } catch (error) {
        if (!(error instanceof AdapterError || error instanceof MissingSecret)) throw error;
        const { code, detail = error.message } = callError(error, { title: { ar: '', en: '' }, language: languageNow(), mayBeWritten: false });
        return { contract: null, problems: given.problems, failure: { code, detail } };
      }
    },
    async tryOperation(draft, trial, by, requestId) {
      const given = await read(draft);
      if (!given.whole) throw definitionRefused(given.problems);
      const { definition } = given.whole;
      const tier = tierOf(definition.adapter);
      if (definition.operations[trial.operation]?.effect === 'write' && config.profile === 'production' && !mayWrite(tier))
        throw new AmanahError('SYSTEMS_TIER_TOO_LOW', { params: { system: definition.title[languageNow()] } });
      const told = { title: definition.title, language: languageNow(), mayBeWritten: false };
      let access: SystemAccess;
      let contract: Contract;
      try {
        access = accessOf(definition, given);
        contract = await draftContracts.recent(access);
      } catch (error) {
        throw callError(error, told);
      }
      const callable = { ...access, contract, operations: chosenOperations(definition) };
      return tryOperation({ definition, callable, trial, by, requestId }, { processes, exchanges });
    },
    async testDraft(draft, file) {
      const given = await read(draft, file);
      const problems = given.whole ? nameProblems(given.whole.definition, registry, file) : given.problems;
      if (!given.whole || problems.length > 0) return { ok: false, problems, checks: [], probe: { reached: false, status: null, ms: null, reason: null } };
      const { definition } = given.whole;
      const access = given.missing.length > 0 ? null : accessOf(definition, given);
      return draftChecks({ definition, missing: given.missing, access }, { processes, contracts: draftContracts });
    },
    async saveDraft(draft, by, requestId, file) {
      await registry.load();
      const given = await read(draft, file);
      if (!given.whole) throw definitionRefused(given.problems);
      const { definition, given: written } = given.whole;
      const [taken] = nameProblems(definition, registry);
      if (taken) throw nameTaken(taken);
      const found = await readNow(definition, given);
      const problems = chosenProblems(definition, found.contract);
      if (problems.length > 0) throw contractDiffers(definition, problems);
      await store.hub.transaction(async (tx) => {
        await saveRow(tx, definition.id, written);
        for (const [name, value] of Object.entries(draft.secrets ?? {})) await secrets.set(definition.id, name, value, tx);
        await uploads.add(definition.id, given.given, tx);
        await contracts.accept(definition.id, found.contract, { fingerprint: found.fingerprint, everyHours: definition.drift.everyHours }, tx);
      });
      await recorded('saved', definition.id, by, requestId, {
        adapter: definition.adapter,
        access: definition.access,
        operations: Object.keys(definition.operations),
        secrets: Object.keys(draft.secrets ?? {}),
        files: Object.keys(given.given),
      });
      await changed(definition.id);
      return infoOf(definition.id) as SystemInfo;
    },
    async operations(id) {
      return operationInfos(definitionOf(id), await contracts.accepted(id));
    },
    async openApi(id) {
      const definition = definitionOf(id);
      const { contract } = await inWords(id, opened.ensure(id));
      return operationsDocument(definition, operationInfos(definition, contract));
    },
    async contract(id) {
      definitionOf(id);
      return stateOf(contracts.of(id));
    },
    async checkContract(id) {
      definitionOf(id);
      const compared = await inWords(id, drift.check(id));
      if (compared) return stateOf(compared) as ContractState;
      // Never read before: what it says now is what is accepted.
      await inWords(id, opened.ensure(id));
      return stateOf(contracts.of(id)) as ContractState;
    },
    async acceptContract(id, by, requestId) {
      const { live, definition, fingerprint } = await inWords(id, opened.discover(id));
      await contracts.accept(id, live, { fingerprint, everyHours: definition.drift.everyHours });
      await recorded('contract-accepted', id, by, requestId, { kind: live.kind, version: live.version });
      await store.emit(store.hub, { type: 'hub.contract.accepted', source: '/systems', subject: `system/${id}`, data: { system: id, version: live.version } });
      await changed(id);
      return stateOf(contracts.of(id)) as ContractState;
    },
    async secrets(id) {
      return secrets.info(id, secretsIn(definitionOf(id).connection));
    },
    async setSecret(id, name, value, by, requestId) {
      const names = secretsIn(definitionOf(id).connection);
      if (!names.includes(name)) {
        const expected = `one of ${names.join(', ') || 'no secret at all'}`;
        throw new AmanahError('SYSTEMS_DEFINITION_INVALID', { detail: `${id} has no secret ${name}`, fields: [{ path: name, message: expected }] });
      }
      await secrets.set(id, name, value);
      await recorded('secret-set', id, by, requestId, { name });
      await changed(id);
    },
    processes: async () => processes.processes(),
    adapters: async () => adapters(),
    files: (id) => intake.files(id),
    rejectedRows: (id, hash) => intake.rejectedRows(id, hash),
    async diagnostics(id) {
      const running = registry.byId(id);
      const info = infoOf(id);
      if (!running || !info) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: id });
      const [contract, recent, unknown] = await Promise.all([
        contracts.accepted(id),
        exchanges.admin.search({ system: id, limit: lastExchanges }),
        ledger.unknown(id),
      ]);
      return diagnosticsZip({
        info,
        definition: running.given,
        contract,
        contractState: stateOf(contracts.of(id)),
        exchanges: recent,
        processes: processes.processes(),
        unknownWrites: unknown.length,
        secrets: secrets.of(id),
        versions: { hub: hubPackage.version, node: process.version },
        madeAt: new Date(),
      });
    },
  };

  /** What the system says of itself now, for a definition that is about to be kept. @throws SYSTEMS_… */
  async function readNow(definition: OperationsSystemDefinition, given: ReadDraft): Promise<{ readonly contract: Contract; readonly fingerprint: string }> {
    try {
      const access = accessOf(definition, given);
      return { contract: await draftContracts.read(access), fingerprint: contractFingerprint(access, definition) };
    } catch (error) {
      throw callError(error, { title: definition.title, language: languageNow(), mayBeWritten: false });
    }
  }
}

/** Language of whoever asks; Arabic outside of a request. */
function languageNow(): Language {
  return currentCall()?.language ?? 'ar';
}

function contractDiffers({ title }: OperationsSystemDefinition, problems: readonly ConfigProblem[]): AmanahError {
  return new AmanahError('SYSTEMS_CONTRACT_VIOLATION', {
    params: { system: title[languageNow()] },
    detail: problems.map(({ field, expected, found }) => `${field}: expected ${expected}, found ${found}`).join('; '),
    fields: problems.map(({ field, expected, found }) => ({ path: field, message: `${expected} (${found})` })),
  });
}

/** Where a contract stands, without what only this room needs. */
function stateOf(kept: ContractState | null): ContractState | null {
  if (!kept) return null;
  const { acceptedAt, kind, version, checkedAt, changes, needsReview } = kept;
  return { acceptedAt, kind, version, checkedAt, changes, needsReview };
}
