import type { PluginContext, Queryable } from '@amanah/plugin-api';
import type { RequestsConfig } from './archive/archive-config.ts';
import type { Keeps } from '../shared/forms/asked.ts';
import type { manifest } from '../manifest.ts';
import type { Attachments } from './attachments/attachments.ts';
import type { Sources } from './drafts/sources.ts';
import type { Drafts } from './drafts/drafts.ts';
import type { ProcedureChoice } from './procedure-choice.ts';
import type { ProcedureWords } from './procedure-words.ts';
import type { Ground } from './requests/move-request.ts';
import type { ProcedureLibrary } from './requests/procedure-library.ts';
import type { RequestDesk } from './requests/request-desk.ts';
import type { WorkingCalendar } from './requests/working-calendar.ts';
import type { Operations } from './steps/operations.ts';
import type { ServiceDirectory } from './service-directory.ts';
import type { StepRunner } from './steps/step-runner.ts';
import type { Deputies } from './tasks/deputies.ts';
import type { TaskAccess } from './tasks/task-access.ts';

export type Context = PluginContext<typeof manifest, RequestsConfig>;

/** What the routes work with. */
export interface PluginParts {
  readonly ctx: Context;
  readonly attachments: Attachments;
  readonly directory: ServiceDirectory;
  /** By the code of the service. */
  readonly choices: ReadonlyMap<string, ProcedureChoice>;
  readonly operations: Operations;
  readonly words: ProcedureWords;
  readonly keeps: Keeps;
  readonly calendar: WorkingCalendar;
  readonly drafts: Drafts;
  readonly sources: Sources;
  readonly desk: RequestDesk;
  readonly runner: StepRunner;
  readonly ground: Ground;
  /** Puts an automatic step into the queue, in the transaction that reached it. */
  enqueue(tx: Queryable, step: { readonly request: string; readonly token: number }): Promise<void>;
  readonly deputies: Deputies;
  readonly taskAccess: TaskAccess;
  /** Read in `start`. @throws Error before that */
  procedures(): ProcedureLibrary;
}
