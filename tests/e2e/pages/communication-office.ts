import type { StaffAccount } from './staff-sign-in.ts';

/** Officials of config/demo/people.yaml who write news and approve it. */
export const newsWriter: StaffAccount = { username: 'rakan', password: 'News-Writer-1448', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PZD' };
export const communicationHead: StaffAccount = { username: 'lubna', password: 'Communication-Head-1448', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PZE' };
