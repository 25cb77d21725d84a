import { desk, phone } from './device.ts';

/** The two lives of a studied licence: what each is written in, on which devices, and what people say in it. */
export const journeys = [
  {
    language: 'ar',
    first: desk,
    next: phone,
    words: {
      search: 'رخصة تجارية',
      service: 'إصدار رخصة تجارية',
      shop: 'مؤسسة ركن الواحة للتموينات',
      activity: 'البقالات',
      municipality: 'الظهران',
      incomplete: 'إعادة للاستكمال',
      reason: 'مستند غير مقروء أو ناقص الصفحات',
      note: 'صورة الواجهة معتمة، واللوحة لا تُقرأ فيها. أعد تصويرها نهاراً.',
      complete: 'مكتمل',
      approve: 'موافقة',
      valid: 'الوثيقة صحيحة وسارية',
      file: 'واجهة المحل.jpg',
      letter: 'أعدت التصوير نهاراً كما طلبتم.',
    },
    // The place of the lease, as it was filled in.
    place: [],
  },
  {
    language: 'en',
    first: phone,
    next: desk,
    words: {
      search: 'commercial licence',
      service: 'Issue a commercial licence',
      shop: 'Rukn Alwaha Groceries Est.',
      activity: 'Groceries',
      municipality: 'Dhahran',
      incomplete: 'Return to be completed',
      reason: 'A document is unreadable or lacks pages',
      note: 'The photo of the front is dark and the sign cannot be read. Please take it again by day.',
      complete: 'Complete',
      approve: 'Approve',
      valid: 'The document is genuine and valid',
      file: 'shop front.jpg',
      letter: 'I took the photo again by day, as you asked.',
    },
    // Another shop: the one of the lease is licensed by then.
    place: [
      ['site.district', 'Ad Dawhah Ash Shamaliyah'],
      ['site.street', 'Prince Mohammed Bin Fahd'],
      ['site.shortAddress', ''],
    ],
  },
] as const;

export type LicenceJourney = (typeof journeys)[number];
