interface Bilingual {
  readonly ar: string;
  readonly en: string;
}

/** A national address with the establishments and people that hold it. */
export interface NationalAddress {
  readonly shortAddress: string;
  readonly buildingNumber: string;
  readonly street: Bilingual;
  readonly district: Bilingual;
  readonly city: Bilingual;
  readonly postalCode: string;
  readonly additionalNumber: string;
  readonly location: { readonly latitude: number; readonly longitude: number };
  readonly holders: readonly string[];
}

const khobar = { ar: 'الخبر', en: 'Al Khobar' };

/** Addresses of the demo's establishments and of some of its people. */
export const addresses: readonly NationalAddress[] = [
  {
    shortAddress: 'RDHA4417',
    buildingNumber: '4417',
    street: { ar: 'شارع الأمير محمد بن فهد', en: 'Prince Mohammed Bin Fahd St.' },
    district: { ar: 'الدوحة الشمالية', en: 'Ad Dawhah Ash Shamaliyah' },
    city: { ar: 'الظهران', en: 'Dhahran' },
    postalCode: '34455',
    additionalNumber: '7281',
    location: { latitude: 26.3124, longitude: 50.1427 },
    holders: ['7001234567'],
  },
  {
    shortAddress: 'RKHB2930',
    buildingNumber: '2930',
    street: { ar: 'طريق الكورنيش', en: 'Corniche Rd.' },
    district: { ar: 'الكورنيش', en: 'Al Kurnaish' },
    city: khobar,
    postalCode: '34413',
    additionalNumber: '6650',
    location: { latitude: 26.2878, longitude: 50.2214 },
    holders: ['7009876543', '1019304755'],
  },
  {
    shortAddress: 'RKHB7015',
    buildingNumber: '7015',
    street: { ar: 'شارع مكة المكرمة', en: 'Makkah Al Mukarramah St.' },
    district: { ar: 'العقربية', en: 'Al Aqrabiyah' },
    city: khobar,
    postalCode: '34446',
    additionalNumber: '3302',
    location: { latitude: 26.3005, longitude: 50.1903 },
    holders: ['7009876543'],
  },
  {
    shortAddress: 'RKHC1188',
    buildingNumber: '1188',
    street: { ar: 'شارع الملك فيصل', en: 'King Faisal St.' },
    district: { ar: 'الخبر الشمالية', en: 'Al Khobar Ash Shamaliyah' },
    city: khobar,
    postalCode: '34425',
    additionalNumber: '2047',
    location: { latitude: 26.2912, longitude: 50.2129 },
    holders: ['7009876543', '1072645193'],
  },
];
