import iconv from 'iconv-lite';
import { licencesOf } from '../shop-licences/licences.ts';
import { municipalities } from '../shop-licences/municipalities.ts';

/** A row of one table: values in the order of its columns; bytes for text that is not what its column says. */
export interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | Buffer | null)[])[];
}

/** Codes of the states, as the register writes them. */
const states = { سارية: '1', منتهية: '2', موقوفة: '3', ملغاة: '4' } as const;
/** National activity codes (ISIC 4, six digits) of the trades that the register knows. */
const activities = {
  بقالة: ['471101', 6, 200],
  'خياطة رجالي': ['141003', 6, 200],
  مطعم: ['561001', 10, 500],
  'صالون حلاقة': ['960201', 8, 300],
  'مغسلة ملابس': ['960101', 7, 250],
  'بيع أدوات كهربائية': ['475206', 5, 200],
  قرطاسية: ['476101', 5, 200],
  صيدلية: ['477201', 8, 400],
  مقهى: ['563001', 10, 400],
} as const;

/** Written on keyboards of other countries: letters that only the later Windows-1256 has. */
const further = [
  ['50143010001', 'شاي کرک', 'مقهى'],
  ['50143010002', 'پيتزا گاردن', 'مطعم'],
  ['50143010003', 'چاي وتمر', 'مقهى'],
] as const;

/** Rows of Central Dammam: the licences that its web application shows, in the shape of its database. */
export function registerRows(): readonly TableRows[] {
  const { districts } = municipalities['central-dammam'];
  const licences = licencesOf(municipalities['central-dammam']);
  const owners = new Map([...licences.map((one) => [one.nationalId, one.owner] as const), ['2456789011', 'کريم ڈار'] as const]);
  const code = (activity: string) => activities[activity as keyof typeof activities][0];
  const rows = licences.map((one) => [
    one.number,
    one.shop,
    one.nationalId,
    one.register,
    null,
    code(one.activity),
    districts.indexOf(one.district) + 1,
    one.street,
    one.area,
    one.sign,
    one.issued,
    one.expires,
    states[one.state],
    null,
  ]);
  const more = further.map(([number, shop, activity], at) => [
    number,
    shop,
    '2456789011',
    `20500${String(71_000 + at)}`,
    `70000${String(50_100 + at)}`,
    code(activity),
    at + 1,
    'شارع الملك سعود',
    45.5 + at,
    3.25,
    '1446/05/12',
    '1448/05/12',
    '1',
    null,
  ]);
  return [
    {
      table: 'T_NASHAT',
      columns: ['NASHAT_CODE', 'NASHAT_NAME', 'SIR', 'HADD_ADNA'],
      rows: Object.entries(activities).map(([name, [number, rate, least]]) => [number, inOldSet(name), rate, least]),
    },
    { table: 'T_HAY', columns: ['HAY_CODE', 'HAY_NAME'], rows: districts.map((name, at) => [at + 1, inOldSet(name)]) },
    {
      table: 'T_MALEK',
      columns: ['HAWIYA', 'ISM', 'JAWAL'],
      rows: [...owners].map(([id, name], at) => [id, inOldSet(name), at % 3 === 0 ? null : `05${String(50_100_000 + at * 7)}`]),
    },
    {
      table: 'T_ROKHSA',
      columns: [
        'ROKHSA_NO',
        'MAHAL',
        'HAWIYA',
        'SIJIL',
        'RAQAM_MUWAHHAD',
        'NASHAT_CODE',
        'HAY_CODE',
        'SHARE',
        'MISAHA',
        'MISAHA_LOHA',
        'TAREEKH_ISDAR',
        'TAREEKH_INTIHA',
        'HALA',
        'WAQT_TAADEEL',
      ],
      rows: [...rows, ...more].map((row) => row.map((value) => (typeof value === 'string' ? inOldSet(value) : value))),
    },
    {
      table: 'T_RUSOOM',
      columns: ['ROKHSA_NO', 'SANA', 'RASM_NASHAT', 'RASM_LOHA', 'RASM_NADAFA', 'SUDDED'],
      rows: licences.map((one) => [one.number, one.issued.slice(0, 4), one.fees.activity, one.fees.sign, one.fees.waste, one.state === 'سارية' ? 1 : 0]),
    },
    {
      table: 'T_ARSHIF',
      columns: ['ROKHSA_NO', 'SANA', 'NASS'],
      rows: licences.slice(0, 12).map((one) => [one.number, '1419', inOldSet(`نُقلت من البرنامج السابق: ${one.shop}، ${one.district}`)]),
    },
  ];
}

/** Bytes as the register keeps text, also where the server's own conversion knows no such letter. */
function inOldSet(text: string): Buffer {
  return iconv.encode(text, 'windows-1256');
}
