import { createHash, randomBytes } from 'node:crypto';
import type { Db, Queryable } from '@amanah/plugin-api';
import type { ProgrammeState } from '../../../contract.ts';
import type { Problem } from '../../programmes/programme-row.ts';

export type Signal = 'none' | 'on' | 'away' | 'slate';

/** none: it needs none, or there is a still picture; given-up: it could not be made as fast as the broadcast goes on. */
export type SmallPictureState = 'none' | 'on' | 'given-up';

/** What the media office watches while it runs. */
export interface MonitorFigures {
  readonly kbps: number;
  readonly framesPerSecond: number;
  readonly droppedFrames: number;
  readonly speed: number;
  /** Seconds between two key frames; `null`: not known yet. */
  readonly keyFrameSeconds: number | null;
  readonly crashes: number;
  readonly weakLink: boolean;
  /** The smaller picture beside the one that is sent. */
  readonly smallPicture: SmallPictureState;
}

export interface Broadcast {
  readonly programme: string;
  readonly state: ProgrammeState;
  readonly kind: 'video' | 'audio';
  readonly startsAt: Date | null;
  readonly startedAt: Date | null;
  readonly signal: Signal;
  readonly awaySince: Date | null;
  readonly source: 'rtmp' | 'browser' | null;
  readonly soundOnly: 'asked' | 'weak' | null;
  readonly endAsked: boolean;
  readonly keyIssuedAt: Date | null;
  readonly hasKey: boolean;
  readonly monitor: MonitorFigures | null;
  readonly problem: Problem | null;
  readonly holder: string | null;
}

/** How long a process holds a channel without saying so again. */
export const leaseSeconds = 10;

const columns = `b.programme, p.state, p.kind, p.starts_at AS "startsAt", p.started_at AS "startedAt", b.signal, b.away_since AS "awaySince", b.source,
  b.sound_only AS "soundOnly", b.end_asked AS "endAsked", b.key_issued_at AS "keyIssuedAt", b.key_hash IS NOT NULL AS "hasKey", b.monitor, b.problem,
  b.holder`;

/** The live sides of programmes in the store, and who runs them: a lease that a process keeps renewing. */
export class Broadcasts {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async add(tx: Queryable, programme: string): Promise<string> {
    const key = newKey();
    await tx.query('INSERT INTO broadcast (programme, key_hash, key_issued_at) VALUES ($1, $2, now())', [programme, hashOf(key)]);
    return key;
  }

  /** A new key; the one before is worth nothing from now on. */
  async renewKey(programme: string): Promise<string> {
    const key = newKey();
    await this.#db.query('UPDATE broadcast SET key_hash = $2, key_issued_at = now() WHERE programme = $1', [programme, hashOf(key)]);
    return key;
  }

  async find(programme: string): Promise<Broadcast | null> {
    return (await this.#read('WHERE b.programme = $1', [programme]))[0] ?? null;
  }

  async findByKey(key: string): Promise<Broadcast | null> {
    return (await this.#read('WHERE b.key_hash = $1', [hashOf(key)]))[0] ?? null;
  }

  async runningCount(): Promise<number> {
    const [row] = await this.#db.query<{ count: number }>(`SELECT count(*)::int AS count FROM programme WHERE state = 'live'`);
    return row?.count ?? 0;
  }

  /** Takes the lease when nobody holds it, or its holder has no encoder. @returns whether this process holds it now */
  async take(programme: string, server: string): Promise<boolean> {
    const rows = await this.#db.query(
      `UPDATE broadcast SET holder = $2, holder_until = now() + make_interval(secs => $3)
       WHERE programme = $1 AND (holder IS NULL OR holder = $2 OR holder_until < now() OR signal <> 'on') RETURNING programme`,
      [programme, server, leaseSeconds],
    );
    return rows.length > 0;
  }

  /** Renews the leases of a process. @returns what it still holds */
  async renew(server: string): Promise<Broadcast[]> {
    await this.#db.query('UPDATE broadcast SET holder_until = now() + make_interval(secs => $2) WHERE holder = $1', [server, leaseSeconds]);
    return this.#read('WHERE b.holder = $1', [server]);
  }

  async release(programme: string, server: string): Promise<void> {
    await this.#db.query('UPDATE broadcast SET holder = NULL, holder_until = NULL WHERE programme = $1 AND holder = $2', [programme, server]);
  }

  /** Running broadcasts that nobody runs. */
  async orphans(): Promise<Broadcast[]> {
    return this.#read(`WHERE p.state = 'live' AND (b.holder IS NULL OR b.holder_until < now())`, []);
  }

  async note(programme: string, facts: { signal?: Signal; awaySince?: Date | null; source?: 'rtmp' | 'browser'; problem?: Problem | null }): Promise<void> {
    const { signal, awaySince, source, problem } = facts;
    await this.#db.query(
      `UPDATE broadcast SET signal = COALESCE($2, signal), away_since = CASE WHEN $3 THEN $4 ELSE away_since END, source = COALESCE($5, source),
         problem = CASE WHEN $6 THEN $7::jsonb ELSE problem END WHERE programme = $1`,
      [programme, signal ?? null, awaySince !== undefined, awaySince ?? null, source ?? null, problem !== undefined, problem ? JSON.stringify(problem) : null],
    );
  }

  async noteMonitor(programme: string, figures: MonitorFigures): Promise<void> {
    await this.#db.query('UPDATE broadcast SET monitor = $2 WHERE programme = $1', [programme, JSON.stringify(figures)]);
  }

  async setSoundOnly(programme: string, why: 'asked' | 'weak' | null): Promise<void> {
    await this.#db.query('UPDATE broadcast SET sound_only = $2 WHERE programme = $1', [programme, why]);
  }

  /** Leaves out the picture because the line is weak, or shows it again; what was asked for stays. @returns whether anything has changed */
  async setWeak(programme: string, weak: boolean): Promise<boolean> {
    const rows = await this.#db.query(
      `UPDATE broadcast SET sound_only = CASE WHEN $2 THEN 'weak' END
       WHERE programme = $1 AND sound_only IS NOT DISTINCT FROM CASE WHEN $2 THEN NULL ELSE 'weak' END RETURNING programme`,
      [programme, weak],
    );
    return rows.length > 0;
  }

  async askEnd(programme: string): Promise<void> {
    await this.#db.query('UPDATE broadcast SET end_asked = true WHERE programme = $1', [programme]);
  }

  /** It is over: its key opens nothing any more. */
  async close(tx: Queryable, programme: string): Promise<void> {
    await tx.query(`UPDATE broadcast SET key_hash = NULL, signal = 'none', holder = NULL, holder_until = NULL WHERE programme = $1`, [programme]);
  }

  async #read(rest: string, values: readonly unknown[]): Promise<Broadcast[]> {
    return this.#db.query<Broadcast>(`SELECT ${columns} FROM broadcast b JOIN programme p ON p.id = b.programme ${rest}`, values);
  }
}

function newKey(): string {
  return randomBytes(24).toString('base64url');
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
