/** One of the two municipalities whose old system still runs, as that system knows itself. */
export interface Municipality {
  readonly title: string;
  /** Cookie of its session; its own, since ports do not separate cookies. */
  readonly cookie: string;
  readonly prefix: string;
  readonly districts: readonly string[];
  readonly users: readonly LegacyUser[];
}

/** A user of the old system's own table; passwords are demo values. */
export interface LegacyUser {
  readonly username: string;
  readonly password: string;
  readonly name: string;
  readonly role: 'clerk' | 'owner';
}

export const municipalities: Readonly<Record<'khobar' | 'central-dammam', Municipality>> = {
  khobar: {
    title: 'بلدية محافظة الخبر',
    cookie: 'KHBSESSID',
    prefix: '51',
    districts: ['العقربية', 'الثقبة', 'اليرموك', 'الحزام الذهبي', 'الراكة الجنوبية', 'الخبر الشمالية', 'الخبر الجنوبية', 'البندرية'],
    users: [
      { username: 'alice.kh', password: 'Khobar-1428', name: 'أليس عبدالله المهنا', role: 'owner' },
      { username: 'noura.d', password: 'Khobar-1428', name: 'نورة سعد الدوسري', role: 'owner' },
      { username: 'l.almutairi', password: 'Khobar-1428', name: 'لينا عادل المطيري - الرخص التجارية', role: 'clerk' },
    ],
  },
  'central-dammam': {
    title: 'بلدية وسط الدمام',
    cookie: 'DMMSESSID',
    prefix: '50',
    districts: ['العدامة', 'المزروعية', 'الدواسر', 'الخليج', 'السوق', 'الناصرية', 'القزاز', 'العمامرة'],
    users: [
      { username: 'alice.dm', password: 'Dammam-1428', name: 'أليس عبدالله المهنا', role: 'owner' },
      { username: 'noura.dm', password: 'Dammam-1428', name: 'نورة سعد الدوسري', role: 'owner' },
      { username: 'l.almutairi', password: 'Dammam-1428', name: 'لينا عادل المطيري - الرخص التجارية', role: 'clerk' },
    ],
  },
};
