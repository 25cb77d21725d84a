import type { Db, PersonRef, Queryable } from '@amanah/plugin-api';
import type { Context } from '../context.ts';

/** An appointment as a request's facts have it. */
export interface Appointment {
  readonly on: string;
  /** `09:00`. */
  readonly from: string;
  readonly until: string;
  readonly inspector: PersonRef | null;
}

export interface NewVisit {
  /** The same visit asked for again is the same one. */
  readonly key: string;
  readonly request: string;
  readonly unit: string;
  readonly kind: 'before-licence' | 'after-licence' | 'expired';
  readonly district: string | null;
  /** First day on which it may be. */
  readonly from: string;
}

interface Row {
  readonly day: string;
  readonly hour: number;
  readonly inspector: string;
}

const inspectorRole = 'inspector';
/** Days that are looked through for a free hour. */
const daysAhead = 60;

/** Appointments for visits: given once for each key, to the inspector who knows the district, in a free hour of a working day. */
export class Visits {
  readonly #db: Db;
  readonly #access: Context['access'];
  readonly #hours: readonly number[];
  readonly #workingDaysFrom: (day: string, count: number) => readonly string[];

  constructor(parts: {
    readonly db: Db;
    readonly access: Context['access'];
    readonly hours: readonly number[];
    readonly workingDaysFrom: (day: string, count: number) => readonly string[];
  }) {
    this.#db = parts.db;
    this.#access = parts.access;
    this.#hours = parts.hours;
    this.#workingDaysFrom = parts.workingDaysFrom;
  }

  async plan(visit: NewVisit): Promise<Appointment> {
    const inspectors = await this.#access.holdersOf(inspectorRole, visit.unit);
    const row = await this.#db.transaction(async (tx) => {
      // One after the other in a unit: two requests never get the same hour.
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 3))', [`visits ${visit.unit}`]);
      const [before] = await tx.query<Row>('SELECT day::text, hour, inspector FROM visit WHERE key = $1', [visit.key]);
      return before ?? this.#place(tx, visit, inspectors);
    });
    const hour = (at: number) => `${String(at).padStart(2, '0')}:00`;
    return { on: row.day, from: hour(row.hour), until: hour(row.hour + 1), inspector: inspectors.find(({ id }) => id === row.inspector) ?? null };
  }

  /** Frees the hours of a request. */
  async cancel(request: string): Promise<void> {
    await this.#db.query(`UPDATE visit SET state = 'cancelled' WHERE request = $1 AND state = 'planned' AND day >= (now() AT TIME ZONE 'Asia/Riyadh')::date`, [
      request,
    ]);
  }

  async #place(tx: Queryable, visit: NewVisit, inspectors: readonly PersonRef[]): Promise<Row> {
    const days = this.#workingDaysFrom(visit.from, daysAhead);
    const inspector = await this.#inspectorFor(tx, visit, inspectors);
    const taken = await tx.query<{ day: string; hour: number }>(
      `SELECT day::text, hour FROM visit WHERE unit = $1 AND inspector = $2 AND state = 'planned' AND day = ANY($3::date[])`,
      [visit.unit, inspector, days],
    );
    const busy = new Set(taken.map(({ day, hour }) => `${day} ${hour}`));
    const free = days.flatMap((day) => this.#hours.map((hour) => ({ day, hour }))).find(({ day, hour }) => inspector === '' || !busy.has(`${day} ${hour}`));
    if (!free) throw new Error(`${visit.unit} has no free hour for a visit within ${daysAhead} working days`);
    await tx.query('INSERT INTO visit (key, request, unit, kind, district, day, hour, inspector) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [
      visit.key,
      visit.request,
      visit.unit,
      visit.kind,
      visit.district,
      free.day,
      free.hour,
      inspector,
    ]);
    return { ...free, inspector };
  }

  /** Whoever was in the district last, else whoever has the fewest visits to come. */
  async #inspectorFor(tx: Queryable, { unit, district }: NewVisit, inspectors: readonly PersonRef[]): Promise<string> {
    const ids = inspectors.map(({ id }) => id);
    const [known] = await tx.query<{ inspector: string }>(
      'SELECT inspector FROM visit WHERE unit = $1 AND district = $2 AND inspector = ANY($3) ORDER BY made_at DESC LIMIT 1',
      [unit, district, ids],
    );
    if (known) return known.inspector;
    const [least] = await tx.query<{ id: string }>(
      `SELECT id FROM unnest($1::text[]) WITH ORDINALITY AS one(id, nth)
       ORDER BY (SELECT count(*) FROM visit WHERE inspector = id AND state = 'planned' AND day >= now()::date), nth LIMIT 1`,
      [ids],
    );
    return least?.id ?? '';
  }
}
