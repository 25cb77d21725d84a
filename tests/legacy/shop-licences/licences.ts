import type { Municipality } from './municipalities.ts';

export type LicenceState = 'سارية' | 'منتهية' | 'موقوفة' | 'ملغاة';

/** A row of the old system's table: free-text activity, Hijri dates only, as such systems keep them. */
export interface Licence {
  readonly number: string;
  readonly shop: string;
  readonly owner: string;
  readonly nationalId: string;
  readonly register: string;
  readonly activity: string;
  readonly district: string;
  readonly street: string;
  /** Square metres. */
  readonly area: number;
  /** Square metres of the sign's face. */
  readonly sign: number;
  readonly issued: string;
  readonly expires: string;
  readonly state: LicenceState;
  /** Saudi riyals of the last issue or renewal; illustrative rates. */
  readonly fees: { readonly activity: number; readonly sign: number; readonly waste: number };
}

const trades = [
  { activity: 'بقالة', shops: ['بقالة السنابل', 'تموينات نسائم الخليج', 'بقالة الفجر'], rate: 6, least: 200 },
  { activity: 'خياطة رجالي', shops: ['ركن الخياط', 'خياط الأناقة', 'خياط الشرقية'], rate: 6, least: 200 },
  { activity: 'مطعم', shops: ['مطعم واجهة الخبر', 'مطعم بيت الكبسة', 'مطعم الشاطئ'], rate: 10, least: 500 },
  { activity: 'صالون حلاقة', shops: ['صالون الأمير', 'صالون لمسة', 'صالون النخبة'], rate: 8, least: 300 },
  { activity: 'مغسلة ملابس', shops: ['مغسلة البياض', 'مغسلة النور', 'مغسلة الوسام'], rate: 7, least: 250 },
  { activity: 'بيع أدوات كهربائية', shops: ['كهرباء الضياء', 'مؤسسة التيار', 'أدوات المنار'], rate: 5, least: 200 },
  { activity: 'قرطاسية', shops: ['قرطاسية المعرفة', 'مكتبة الطالب', 'قرطاسية الحرف'], rate: 5, least: 200 },
  { activity: 'صيدلية', shops: ['صيدلية الشفاء', 'صيدلية الدانة', 'صيدلية العافية'], rate: 8, least: 400 },
] as const;

const owners = [
  ['نورة سعد الدوسري', '1072645193'],
  ['خالد فهد القحطاني', '1019304755'],
  ['أليس عبدالله المهنا', '1048172637'],
  ['عمران أحمد صديقي', '2305194629'],
  ['ريم ناصر العتيبي', '1093826418'],
] as const;

const states: readonly LicenceState[] = ['سارية', 'سارية', 'سارية', 'منتهية', 'سارية', 'موقوفة', 'سارية', 'ملغاة'];

/** The licences of a municipality: the same at every start. */
export function licencesOf(municipality: Municipality, count = 64): readonly Licence[] {
  return Array.from({ length: count }, (_, index) => {
    const trade = trades[index % trades.length] ?? trades[0];
    const [owner, nationalId] = owners[(index * 3) % owners.length] ?? owners[0];
    const state = states[(index * 5) % states.length] ?? 'سارية';
    const area = 20 + ((index * 17) % 130);
    const sign = 2 + (index % 6);
    const year = state === 'سارية' ? 1447 : 1443 + (index % 3);
    const day = `${String(1 + (index % 12)).padStart(2, '0')}/${String(1 + ((index * 7) % 29)).padStart(2, '0')}`;
    return {
      number: `${municipality.prefix}${1420 + (index % 9)}${String(10_000 + index * 37).padStart(5, '0')}`,
      shop: trade.shops[index % trade.shops.length] ?? trade.shops[0],
      owner,
      nationalId,
      register: `20${municipality.prefix}${String(40_000 + index * 113).padStart(6, '0')}`,
      activity: trade.activity,
      district: municipality.districts[index % municipality.districts.length] ?? '',
      street: `شارع ${1 + ((index * 11) % 48)}`,
      area,
      sign,
      issued: `${year}/${day}`,
      expires: `${year + 2}/${day}`,
      state,
      fees: { activity: Math.max(trade.least, trade.rate * area), sign: 200 * sign, waste: 2 * area },
    };
  });
}
