import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';

export interface StaffAccount {
  readonly username: string;
  readonly password: string;
  readonly totpSecret: string;
}

/** Officials of config/demo/people.yaml. */
export const operator: StaffAccount = { username: 'omar', password: 'Hub-Operator-1448', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXE' };
export const systemOwner: StaffAccount = { username: 'lina', password: 'System-Owner-1448', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXF' };
export const caseOfficer: StaffAccount = { username: 'amal', password: 'Service-Officer-1448', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXR' };
export const inspector: StaffAccount = { username: 'turki', password: 'Field-Inspector-1448', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXC' };
export const sectionHead: StaffAccount = { username: 'yasser', password: 'Section-Head-1448', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXS' };
export const licenceOfficer: StaffAccount = { username: 'sara', password: 'Dhahran-Licences-1448', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXA' };
export const mayorOfDhahran: StaffAccount = { username: 'adel', password: 'Dhahran-Mayor-1448', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXM' };

/** Signs in with username, password and code, acting in the post that the person holds, and opens `path`. */
export async function signInAsOfficial(page: Page, base: string, account: StaffAccount, path: string): Promise<void> {
  await page.goto(`${base}/auth/sign-in/staff?rd=${encodeURIComponent(path)}`);
  await page.fill('input[name=username]', account.username);
  await page.fill('input[name=password]', account.password);
  await page.click('main form:has(input[name=password]) button');
  await page.fill('input[name=code]', new TOTP({ secret: Secret.fromBase32(account.totpSecret) }).generate());
  await page.click('main form:has(input[name=code]) button');
  await page.waitForURL((url) => !url.pathname.startsWith('/auth/sign-in'));
  if (page.url().includes('/auth/capacity')) {
    await page.check('input[name=capacity][value^=official]');
    await page.click('form[action="/auth/capacity"] button');
  }
  await page.waitForURL(`${base}${path}`);
}
