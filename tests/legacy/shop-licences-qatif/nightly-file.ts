import iconv from 'iconv-lite';
import type { QatifLicence } from './licences.ts';

const columns = [
  ['رقم الرخصة', 'number'],
  ['اسم المحل', 'shop'],
  ['هوية المالك', 'nationalId'],
  ['الرقم الموحد', 'unifiedNumber'],
  ['رمز النشاط', 'activity'],
  ['المكتب', 'office'],
  ['المساحة', 'area'],
  ['تاريخ الإصدار', 'issued'],
  ['تاريخ الانتهاء', 'expires'],
  ['الحالة', 'state'],
  ['الرسوم', 'fee'],
] as const;

/** Rows that clerks got wrong, by the place in the file after which each stands. */
const mistakes: readonly (readonly [number, string])[] = [
  // No Hijri month has 31 days.
  [3, '53144820999;بقالة الشاطئ;1072645193;7001234567;471110;القطيف;40;31/11/1447;31/11/1448;1;240.00'],
  [9, '53144820998;مقهى المرفأ;1019304755;7009876543;561010;سيهات;غير محدد;01/02/1447;01/02/1448;1;300.00'],
  [17, '53144820997;صالون بلا حالة;1048172637;7005550001;960230;تاروت;25;01/02/1447;01/02/1448;9;150.00'],
  [24, ';بلا رقم;2305194629;7003456789;141020;صفوى;30;01/02/1447;01/02/1448;1;180.00'],
  [31, '53144820996;"علامة تنصيص مفتوحة;1093826418;7001234567;477210;عنك;55;01/02/1447;01/02/1448;1;330.00'],
  [38, '53144820995;ناقص الأعمدة;1072645193'],
];
export const badRows = mistakes.length;

/** The file of a night: Windows-1256, semicolons, Hijri dates; `renamed` gives the column of the number another name. */
export function nightlyFile(licences: readonly QatifLicence[], { renamed = false } = {}): Buffer {
  const quoted = (text: string) => (/[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const heading = columns.map(([name]) => (renamed && name === 'رقم الرخصة' ? 'رقم الترخيص' : name)).join(';');
  const lines = licences.flatMap((licence, index) => [
    columns.map(([, field]) => quoted(licence[field])).join(';'),
    ...mistakes.filter(([after]) => after === index).map(([, line]) => line),
  ]);
  return iconv.encode([heading, ...lines, ''].join('\r\n'), 'windows-1256');
}
