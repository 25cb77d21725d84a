/** A licence as Qatif's system exports it every night: texts alone, Hijri dates. Windows-1256 has no Arabic digits, so all are ASCII. */
export interface QatifLicence {
  readonly number: string;
  readonly shop: string;
  readonly nationalId: string;
  readonly unifiedNumber: string;
  readonly activity: string;
  readonly office: string;
  readonly area: string;
  readonly issued: string;
  readonly expires: string;
  /** 1 valid, 2 expired, 3 suspended, 4 cancelled. */
  readonly state: string;
  readonly fee: string;
}

/** Offices of the governorate's municipality (organisation.json). */
const offices = ['القطيف', 'سيهات', 'تاروت', 'صفوى', 'عنك'] as const;
const trades = [
  ['471110', ['بقالة النخيل', 'تموينات البحر', 'بقالة "أبو علي" وأولاده']],
  ['561010', ['مطعم الواحة؛ مشويات', 'مطعم بيت السمك', 'مشاوي تاروت']],
  ['960230', ['صالون اللؤلؤ', 'صالون الغوّاص', 'حلاقة الديرة']],
  ['141020', ['خياط القلعة', 'ركن العباءة', 'خياطة; تطريز سيهات']],
  ['477210', ['صيدلية العين', 'صيدلية المرسى', 'صيدلية الدوخلة']],
] as const;
const owners = ['1072645193', '1019304755', '1048172637', '2305194629', '1093826418'] as const;
const establishments = ['7001234567', '7009876543', '7005550001', '7003456789'] as const;

/** Licences as they are in a night, counted from 1: some are renewed, some new, always the same for the same night. */
export function licencesOf(night: number, count = 60): readonly QatifLicence[] {
  return Array.from({ length: count + (night - 1) * 2 }, (_none, index) => {
    const [activity, shops] = trades[index % trades.length]!;
    const expired = index % 7 === 3 && index % 9 >= night;
    const year = expired ? 1446 : 1448 + (index % 2);
    const day = `${String(1 + ((index * 7) % 29)).padStart(2, '0')}/${String(1 + (index % 12)).padStart(2, '0')}`;
    const area = 15 + ((index * 13) % 140);
    return {
      number: `53${String(1_430 + (index % 18))}${String(20_000 + index * 41)}`,
      shop: shops[index % shops.length]!,
      nationalId: owners[(index * 3) % owners.length]!,
      unifiedNumber: establishments[index % establishments.length]!,
      activity,
      office: offices[index % offices.length]!,
      area: String(area),
      issued: `${day}/${year - 1}`,
      expires: `${day}/${year}`,
      state: expired ? '2' : index % 23 === 11 ? '3' : index % 29 === 13 ? '4' : '1',
      fee: `${(area * 6).toLocaleString('en-US')}.50`,
    };
  });
}
