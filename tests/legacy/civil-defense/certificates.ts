/** A safety certificate as Salamah answers it; its dates are Hijri text. */
export interface SafetyCertificate {
  readonly certificateNo: string;
  readonly unifiedNumber: string;
  readonly shortAddress: string;
  readonly activityCode: string;
  readonly placeName: string;
  readonly state: 'VALID' | 'EXPIRED' | 'CANCELLED';
  readonly issueDateH: string;
  readonly expiryDateH: string;
}

/** Certificates of the demo's establishments. */
export const certificates: readonly SafetyCertificate[] = [
  {
    certificateNo: '1448-205-000317',
    unifiedNumber: '7001234567',
    shortAddress: 'RDHA4417',
    activityCode: '471101',
    placeName: 'مؤسسة ركن الواحة للتموينات – حي الدوحة الشمالية، الظهران',
    state: 'VALID',
    issueDateH: '1448/02/11',
    expiryDateH: '1449/02/10',
  },
  {
    certificateNo: '1447-205-002204',
    unifiedNumber: '7009876543',
    shortAddress: 'RKHB2930',
    activityCode: '561001',
    placeName: 'شركة شاطئ الخبر للمطاعم – الكورنيش، الخبر',
    state: 'VALID',
    issueDateH: '1447/11/03',
    expiryDateH: '1448/11/02',
  },
  {
    certificateNo: '1446-205-000981',
    unifiedNumber: '7009876543',
    shortAddress: 'RKHB7015',
    activityCode: '563009',
    placeName: 'شركة شاطئ الخبر للمطاعم – حي العقربية، الخبر',
    state: 'EXPIRED',
    issueDateH: '1446/05/20',
    expiryDateH: '1447/05/19',
  },
];
