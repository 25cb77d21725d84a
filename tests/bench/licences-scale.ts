import { readdirSync, readFileSync } from 'node:fs';
import { pluginDb } from '@amanah/testing';
import pg from 'pg';
import type { Parts } from '../../plugins/shop-licences/server/parts.ts';
import { ownRegister } from '../../plugins/shop-licences/server/register/own-register.ts';
import { searchLicences } from '../../plugins/shop-licences/server/routes/search-licences.ts';
import { verify } from '../../plugins/shop-licences/server/verify.ts';
import { byTurns } from './by-turns.ts';
import type { Finding } from './report.ts';
import { licenceUnits, seedLicences } from './seed-licences.ts';

const volumes = process.env['AMANAH_TEST_VOLUME'] === 'long' ? [10_000, 300_000] : [10_000];
const migrations = new URL('../../plugins/shop-licences/migrations/', import.meta.url);

/** Register search, one's own licences and verification by number beside the bare statements, and whether they stay flat while licences become many. */
export async function measureLicences(connectionString: string): Promise<Finding[]> {
  const pool = new pg.Pool({ connectionString, max: 4 });
  pool.on('error', () => {});
  try {
    for (const file of readdirSync(migrations).toSorted()) await pool.query(readFileSync(new URL(file, migrations), 'utf8'));
    const found: Measured[] = [];
    for (const volume of volumes) found.push(await measureAt(volume, pool));
    return found.flatMap((one) => findingsOf(one, found[0]!));
  } finally {
    await pool.end();
  }
}

type Times = Record<'search' | 'bareSearch' | 'own' | 'bareOwn' | 'verify' | 'bareVerify', number>;
type Measured = Times & { readonly volume: number };

async function measureAt(volume: number, pool: pg.Pool): Promise<Measured> {
  const client = await pool.connect();
  try {
    await seedLicences(client, volume);
  } finally {
    client.release();
  }
  const db = pluginDb(pool);
  const registers = new Map(licenceUnits.map((unit) => [unit as string, ownRegister(db, unit, (key) => key)]));
  const municipalities = licenceUnits.map((unit) => ({ unit, name: { ar: unit, en: unit } }));
  const of = (unit: string) => registers.get(unit)!;
  const log = { warn: (fields: object) => console.error(fields) };
  const parts = { ctx: { log }, registers: { municipalities, of } } as unknown as Parts;
  // Of three municipalities' registers, each asked at once, as the pages ask them.
  const nationalId = '1000004711';
  const words = 'صيدلية الحربي';
  let nth = 0;
  const asked = () => `5${String((nth = (nth + 7919) % volume)).padStart(10, '0')}`;
  const times = await byTurns({
    search: async () => void (await searchLicences(parts, words, null, 'ar')),
    bareSearch: async () =>
      void (await pool.query(`SELECT number, shop FROM licence WHERE words @@ to_tsquery('simple', 'صيدليه & الحربي') ORDER BY number LIMIT 150`)),
    own: async () =>
      void (await Promise.all(
        licenceUnits.flatMap((unit) => [of(unit).listByOwner({ nationalId }, {}), of(unit).listByEstablishment!({ unifiedNumber: '7000004711' }, {})]),
      )),
    bareOwn: async () =>
      void (await pool.query('SELECT number, shop, valid_until, state FROM licence WHERE owner_national_id = $1 ORDER BY number LIMIT 300', [nationalId])),
    verify: async () => {
      const { licence } = await verify(asked(), 'ar', { municipalities, register: of as never, log });
      if (!licence) throw new Error('a seeded licence is not found');
    },
    bareVerify: async () => void (await pool.query('SELECT * FROM licence WHERE number = $1', [asked()])),
  });
  return { volume, ...times };
}

function findingsOf(measured: Measured, first: Measured): Finding[] {
  const many = measured.volume.toLocaleString('en');
  const line = (path: string, ours: keyof Times, bare: keyof Times): Finding => {
    const growth = measured[ours] / first[ours];
    return {
      path: `${path} at ${many} licences`,
      ours: `${measured[ours].toFixed(2)} ms`,
      peer: `bare statement ${measured[bare].toFixed(2)} ms`,
      ratio: (measured[ours] / measured[bare]).toFixed(2),
      budget: measured === first ? 'printed' : `flat: ≤ 1.5 of ${first[ours].toFixed(2)} ms (${growth.toFixed(2)})`,
      met: measured === first ? null : growth <= 1.5,
    };
  };
  return [
    line('register search by two words, three municipalities', 'search', 'bareSearch'),
    line('one’s own licences, three municipalities', 'own', 'bareOwn'),
    line('verification by number, three municipalities', 'verify', 'bareVerify'),
  ];
}
