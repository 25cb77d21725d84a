import { CalendarDate, IslamicUmalquraCalendar } from '@internationalized/date';
import iconv from 'iconv-lite';
import type { TableRows } from './register-rows.ts';

const calendar = new IslamicUmalquraCalendar();
const inOldSet = (text: string | null) => (text === null ? null : iconv.encode(text, 'windows-1256'));
const names = ['نورة سعد الدوسري', 'خالد فهد القحطاني', 'ريم ناصر العتيبي', 'عمر صالح الغامدي', 'هدى علي الشمري', 'ياسر محمد الحربي'];
const shops = ['بقالة السنابل', 'ركن الخياط', 'مطعم بيت الكبسة', 'صالون النخبة', 'مغسلة النور', 'قرطاسية المعرفة', 'صيدلية الدانة', 'مقهى البن'];
const activityCodes = ['471101', '141003', '561001', '960201', '960101', '476101', '477201', '563001'];
const districts = 8;

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Ten digits that begin with 1 and whose check digit fits. */
function nationalId(serial: number): string {
  const nine = `1${String(serial).padStart(8, '0')}`;
  const sum = [...nine].map(Number).reduce((total, digit, at) => total + (at % 2 === 1 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2), 0);
  return `${nine}${(10 - (sum % 10)) % 10}`;
}

interface Row {
  ROKHSA_NO: string;
  MAHAL: string;
  HAWIYA: string;
  SIJIL: string | null;
  RAQAM_MUWAHHAD: string | null;
  NASHAT_CODE: string;
  HAY_CODE: number;
  SHARE: string | null;
  ENWAN: string | null;
  MISAHA: number;
  MISAHA_LOHA: number;
  TAREEKH_ISDAR: string;
  TAREEKH_INTIHA: string;
  HALA: string;
}

const written = (year: number, month: number, day: number) => `${year}/${String(month).padStart(2, '0')}/${String(day).padStart(2, '0')}`;
const shortMonth = (year: number) =>
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].find((month) => calendar.getDaysInMonth(new CalendarDate(calendar, year, month, 1)) === 29) ?? 0;

/** What is wrong with each bad row, and how it came to be; one row for each. */
const faults: readonly (readonly [reason: string, spoil: (row: Row, held: string) => void])[] = [
  ['number-odd', (row) => (row.ROKHSA_NO = '5014A0-0001')],
  ['number-taken', (row) => (row.ROKHSA_NO = '52142010001')],
  ['shop-missing', (row) => (row.MAHAL = '')],
  ['shop-too-long', (row) => (row.MAHAL = 'مؤسسة '.repeat(13))],
  ['owner-missing', (row) => (row.HAWIYA = '')],
  ['owner-wrong', (row) => (row.HAWIYA = '1072645194')],
  ['owner-name-missing', (row) => (row.HAWIYA = '1019304755')],
  ['establishment-missing', (row) => ((row.SIJIL = null), (row.RAQAM_MUWAHHAD = null))],
  ['unified-number-wrong', (row) => (row.RAQAM_MUWAHHAD = '8000000001')],
  ['activity-unknown', (row) => (row.NASHAT_CODE = '999999')],
  ['district-missing', (row) => (row.HAY_CODE = 99)],
  ['address-wrong', (row) => (row.ENWAN = 'DM12')],
  ['place-held', (row, held) => ((row.ENWAN = held), (row.HALA = '1'), (row.TAREEKH_INTIHA = '1450/01/01'))],
  ['area-wrong', (row) => (row.MISAHA = 0)],
  ['sign-wrong', (row) => (row.MISAHA_LOHA = -1)],
  ['issued-impossible', (row) => (row.TAREEKH_ISDAR = '1446/13/01')],
  ['expires-impossible', (row) => (row.TAREEKH_INTIHA = '1449/09/31')],
  ['expires-impossible', (row) => (row.TAREEKH_INTIHA = written(1450, shortMonth(1450), 30))],
  ['expires-before-issued', (row) => ((row.TAREEKH_ISDAR = '1448/02/01'), (row.TAREEKH_INTIHA = '1447/02/01'))],
  ['state-unknown', (row) => (row.HALA = '7')],
];

/** Rows of a register with so many licences, of which one is bad for each reason; the same for the same seed. */
export function manyRows(
  count: number,
  seed: number,
): { readonly tables: readonly TableRows[]; readonly bad: readonly { readonly number: string; readonly reason: string }[] } {
  const random = randomOf(seed);
  const owners = Array.from({ length: 300 }, (_, at) => [nationalId(2_000_000 + at * 7 + seed), names[at % names.length] ?? ''] as const);
  const rows = Array.from({ length: count }, (_, at): Row => {
    const [year, month] = [1441 + random(6), 1 + random(12)];
    const day = 1 + random(calendar.getDaysInMonth(new CalendarDate(calendar, year, month, 1)));
    const until = year + 2 + random(2);
    const lastDay = Math.min(day, calendar.getDaysInMonth(new CalendarDate(calendar, until, month, 1)));
    return {
      ROKHSA_NO: `50${1430 + (at % 10)}${String(10_000 + at)}`,
      MAHAL: `${shops[random(shops.length)]} ${at + 1}`,
      HAWIYA: owners[random(owners.length)]?.[0] ?? '',
      SIJIL: `20505${String(10_000 + at)}`,
      RAQAM_MUWAHHAD: random(2) === 0 ? null : `7${String(100_000_000 + at)}`,
      NASHAT_CODE: activityCodes[random(activityCodes.length)] ?? '',
      HAY_CODE: 1 + random(districts),
      SHARE: random(4) === 0 ? null : `شارع ${1 + random(48)}`,
      ENWAN: random(2) === 0 ? null : `DMMA${1000 + at}`,
      MISAHA: (2_000 + random(13_000)) / 100,
      MISAHA_LOHA: (100 + random(900)) / 100,
      TAREEKH_ISDAR: written(year, month, day),
      TAREEKH_INTIHA: written(until, month, lastDay),
      HALA: ['1', '1', '1', '1', '1', '2', '3', '4'][random(8)] ?? '1',
    };
  });
  // The first row holds its place; the bad ones lie between the good ones.
  Object.assign(rows[0] ?? {}, { ENWAN: 'DMMA9999', HALA: '1', TAREEKH_ISDAR: '1447/01/15', TAREEKH_INTIHA: '1450/01/15' });
  // One of the demo's people holds the second.
  Object.assign(rows[1] ?? {}, {
    HAWIYA: '1072645193',
    RAQAM_MUWAHHAD: null,
    ENWAN: null,
    HALA: '1',
    TAREEKH_ISDAR: '1447/03/10',
    TAREEKH_INTIHA: '1449/03/10',
  });
  const bad = faults.slice(0, count - 1).map(([reason, spoil], at) => {
    const row = rows[Math.floor(((at + 1) * count) / (faults.length + 1))] as Row;
    spoil(row, 'DMMA9999');
    return { number: row.ROKHSA_NO, reason };
  });
  const renewed = rows.filter((_, at) => at % 10 === 0);
  const columns = Object.keys(rows[0] ?? {});
  const text = (value: unknown) => (typeof value === 'string' ? inOldSet(value) : (value as number | null));
  return {
    bad,
    tables: [
      { table: 'T_NASHAT', columns: ['NASHAT_CODE', 'NASHAT_NAME', 'SIR', 'HADD_ADNA'], rows: [['999999', inOldSet('نشاط متنوع'), 5, 200]] },
      { table: 'T_HAY', columns: ['HAY_CODE', 'HAY_NAME'], rows: [[99, inOldSet('')]] },
      {
        table: 'T_MALEK',
        columns: ['HAWIYA', 'ISM', 'JAWAL'],
        rows: [...owners, ['1072645193', 'نورة سعد الدوسري'], ['', 'بلا هوية'], ['1072645194', 'خالد الدوسري'], ['1019304755', '']].map(
          ([id = '', name = '']) => [id, inOldSet(name), null],
        ),
      },
      { table: 'T_ROKHSA', columns, rows: rows.map((row) => Object.values(row).map(text)) },
      {
        table: 'T_HARAKA',
        columns: ['HARAKA_NO', 'ROKHSA_NO', 'NAW', 'HALA_QABL', 'HALA_BAAD', 'WAQT', 'MUSTAKHDIM'],
        rows: renewed.map(({ ROKHSA_NO }) => [0, ROKHSA_NO, inOldSet('تجديد'), '2', '1', '2024-03-11 09:15:00', 'l.almutairi@localhost']),
      },
    ],
  };
}
