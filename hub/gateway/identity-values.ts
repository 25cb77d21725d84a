import type { Session } from '../identity/contract.ts';
import type { Store } from '../store/contract.ts';

/** What a system may be told about the person who is signed in, by the names that its definition uses. */
export type IdentityValues = Readonly<Record<'username' | 'sub' | 'nameAr' | 'nameEn' | 'email' | 'nationalId' | 'capacity' | 'roles' | 'units', string>>;

interface PersonRow {
  email: string | null;
  national_id: string | null;
  held: { role: string; unit: string }[] | null;
}

/** Reads the values of a session once for as long as the session is believed from memory. */
export class IdentityValueReader {
  readonly #store: Store;
  readonly #read = new WeakMap<Session, Promise<IdentityValues>>();

  constructor(store: Store) {
    this.#store = store;
  }

  of(session: Session): Promise<IdentityValues> {
    const known = this.#read.get(session);
    if (known) return known;
    const reading = this.#valuesOf(session);
    this.#read.set(session, reading);
    reading.catch(() => this.#read.delete(session));
    return reading;
  }

  async #valuesOf({ actor }: Session): Promise<IdentityValues> {
    const [row] = await this.#store.hub.query<PersonRow>(
      `SELECT p.email, p.national_id, (SELECT jsonb_agg(jsonb_build_object('role', h.role, 'unit', h.unit) ORDER BY h.role, h.unit)
         FROM hub.role_holding h WHERE h.person_id = p.id AND h.capacity_id = $2) AS held
       FROM hub.person p WHERE p.id = $1`,
      [actor.person.id, actor.capacityId],
      'gateway-identity',
    );
    const held = row?.held ?? [];
    return {
      username: actor.username,
      sub: actor.person.id,
      nameAr: actor.person.name.ar,
      nameEn: actor.person.name.en,
      email: row?.email ?? '',
      nationalId: row?.national_id ?? '',
      capacity: actor.capacityId,
      roles: [...new Set(held.map(({ role }) => role))].join(','),
      units: [...new Set(held.map(({ unit }) => unit))].join(','),
    };
  }
}
