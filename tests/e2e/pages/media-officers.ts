import type { StaffAccount } from './staff-sign-in.ts';

/** Official of config/demo/people.yaml who broadcasts and prepares programmes. */
export const mediaOfficer: StaffAccount = { username: 'maysoon', password: 'Media-Office-1448', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PZC' };
