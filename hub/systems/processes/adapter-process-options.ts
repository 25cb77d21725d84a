import type { CallProtocol } from '@amanah/adapter-api';
import type { Log } from '@amanah/plugin-api';
import type { ChildRoom } from './child-room.ts';
import type { PendingTask } from './pending-task.ts';
import type { ProcessGuard } from './process-guard.ts';
import type { ProcessSettings } from './process-settings.ts';

/** What a place for systems of one protocol is made of. */
export interface AdapterProcessOptions {
  readonly protocol: CallProtocol;
  readonly room: ChildRoom;
  readonly settings: ProcessSettings;
  /** For drafts only: it holds no systems and ends when nobody tries one. */
  readonly drafts: boolean;
  /** Waits so long before its first start. */
  readonly startAfterMs?: number;
  readonly guard: ProcessGuard;
  readonly log: Log;
  /** The process died with these tasks; whoever placed its systems says where they go on. Called before a new one is started. */
  readonly onDeath: (death: Death) => void;
}

export interface Death {
  readonly cause: string;
  /** Tasks that may be done once more, and those that were not given to the process yet. */
  readonly orphans: readonly PendingTask[];
  /** The system in whose name the process ended, or whose call was the oldest; `null` when no call was open. */
  readonly suspect: string | null;
}
