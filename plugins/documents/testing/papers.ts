import type { NewDocument } from '../contract.ts';

const both = (ar: string, en: string) => ({ ar, en });

/** A paper of each template, as its plugin asks for it. */
export const licence: NewDocument = {
  key: 'licence:44801234567:1',
  template: 'shop-licences/shop-licence',
  title: both('رخصة محل تجاري', 'Commercial licence'),
  subject: '44801234567',
  unit: 'm-dhahran',
  readers: ['noura'],
  publicFacts: [
    { label: both('الاسم التجاري', 'Trade name'), value: both('بقالة الخليج الأولى', 'First Gulf Grocery') },
    { label: both('النشاط', 'Activity'), value: both('البيع بالتجزئة في البقالات', 'Retail sale in groceries') },
  ],
  validUntil: '2027-11-22',
  data: {
    shop: both('بقالة الخليج الأولى', 'First Gulf Grocery'),
    activity: both('البيع بالتجزئة في البقالات والأسواق الصغيرة', 'Retail sale in groceries and small markets'),
    activityCode: '471101',
    owner: both('نورة بنت عبدالله الأحمدي', 'Noura Abdullah Al-Ahmadi'),
    unifiedNumber: '7001234567',
    place: both('حي الدوحة الجنوبية، شارع الأمير سلطان', 'Al-Dawhah Al-Janubiyah, Prince Sultan Street'),
    shortAddress: 'EDDA2929',
    areaM2: 80,
    signM2: 4.5,
    conditions: [
      both('توضع الرخصة في مكان ظاهر من المحل.', 'The licence is displayed where it is easily seen.'),
      both('لا يزاول في المحل نشاط غير النشاط المذكور.', 'No activity other than the one stated is carried on.'),
      both('يلزم تجديد الرخصة قبل تاريخ انتهائها.', 'The licence is renewed before it expires.'),
    ],
  },
};

export const submission: NewDocument = {
  key: 'submission:EA-SHP-1448-0000123-4',
  template: 'requests/receipt',
  title: both('إيصال استلام طلب', 'Receipt of a request'),
  subject: 'EA-SHP-1448-0000123-4',
  unit: 'm-dhahran',
  readers: ['noura'],
  publicFacts: [{ label: both('الخدمة', 'Service'), value: both('إصدار رخصة محل تجاري', 'Issue of a commercial licence') }],
  validUntil: null,
  data: {
    service: both('إصدار رخصة محل تجاري', 'Issue of a commercial licence'),
    applicant: both('نورة بنت عبدالله الأحمدي', 'Noura Abdullah Al-Ahmadi'),
    capacity: both('مالكة المنشأة', 'Owner of the establishment'),
    beneficiary: both('مؤسسة الخليج الأولى للتجارة', 'First Gulf Trading Establishment'),
    submittedOn: { day: '2026-11-23' },
    submittedAt: both('9:15 ص', '9:15 am'),
    duration: both('خمسة أيام عمل', 'Five working days'),
    dueOn: { day: '2026-11-30' },
    answers: [
      { label: both('النشاط', 'Activity'), value: both('البيع بالتجزئة في البقالات', 'Retail sale in groceries') },
      { label: both('مساحة المحل', 'Shop area'), value: both('80 م²', '80 m²') },
      { label: both('رقم عقد الإيجار', 'Lease number'), value: { identifier: '10482736551' } },
    ],
    next: [
      both('يدقق موظف الرخص الطلب والمستندات خلال يوم عمل.', 'A licensing officer checks the request and its documents within one working day.'),
      both('يزور المراقب الموقع، ويصلك إشعار بموعد الزيارة.', 'An inspector visits the place; you are told when.'),
      both('بعد الموافقة تصدر فاتورة سداد، ثم الرخصة.', 'After approval a SADAD invoice is issued, then the licence.'),
    ],
  },
};

export const certificate: NewDocument = {
  key: 'certificate:EA-PRM-1448-0000456-7',
  template: 'requests/certificate',
  title: both('تصريح حفر مؤقت', 'Temporary excavation permit'),
  subject: 'EA-PRM-1448-0000456-7',
  unit: 'eastern-province',
  readers: ['noura'],
  publicFacts: [],
  validUntil: '2026-12-31',
  data: {
    statement: both(
      'تأذن الأمانة لصاحب هذه الوثيقة بأعمال الحفر المبينة أدناه، في المكان والمدة المذكورين.',
      'The Amanah permits the holder of this document to carry out the excavation below, in the place and for the time stated.',
    ),
    holder: both('شركة الشبكات الشرقية المحدودة', 'Eastern Networks Company Ltd'),
    holderNumber: { identifier: '7009876543' },
    service: both('تصريح حفر', 'Excavation permit'),
    request: 'EA-EXC-1448-0000456-1',
    sections: [
      {
        title: both('الأعمال', 'Works'),
        rows: [
          { label: both('الغرض', 'Purpose'), value: both('تمديد ألياف بصرية', 'Laying optical fibre') },
          { label: both('الطول', 'Length'), value: both('120 م', '120 m') },
          { label: both('من', 'From'), value: { day: '2026-12-01' } },
          { label: both('التأمين المودع', 'Deposit'), value: { amount: '5,000.00' } },
        ],
      },
    ],
    conditions: [
      both('يعاد سطح الطريق إلى ما كان عليه خلال ثلاثة أيام من انتهاء العمل.', 'The road surface is restored within three days of the end of work.'),
    ],
  },
};

export const payment: NewDocument = {
  key: 'payment:INV-1448-0000789',
  template: 'payments/receipt',
  title: both('إيصال سداد', 'Payment receipt'),
  subject: 'INV-1448-0000789',
  unit: 'm-dhahran',
  readers: ['noura'],
  publicFacts: [{ label: both('المبلغ', 'Amount'), value: both('1,440.00 ريال', 'SAR 1,440.00') }],
  validUntil: null,
  data: {
    payer: both('مؤسسة الخليج الأولى للتجارة', 'First Gulf Trading Establishment'),
    payerNumber: { identifier: '7001234567' },
    subject: both('رسوم رخصة محل تجاري لسنة', 'Commercial licence fees, one year'),
    request: 'EA-SHP-1448-0000123-4',
    billNumber: '90012345678901',
    paidOn: { day: '2026-11-23' },
    channel: both('سداد', 'SADAD'),
    lines: [
      { title: both('رسم النشاط', 'Activity fee'), reckoning: both('80 م² × 6 ريال', '80 m² × SAR 6'), amount: '480.00' },
      { title: both('رسم اللوحة', 'Sign fee'), reckoning: both('4 م² × 200 ريال', '4 m² × SAR 200'), amount: '800.00' },
      { title: both('رسم النفايات', 'Waste fee'), reckoning: both('80 م² × 2 ريال', '80 m² × SAR 2'), amount: '160.00' },
    ],
    total: '1,440.00',
  },
};
