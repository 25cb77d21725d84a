import { seconds, type Device } from './device.ts';
import { spoken } from './spoken.ts';

/** From the invoice that is open: pays its bill in the bank for trials, comes back and has the portal look. */
export async function payAtTrialBank(device: Device): Promise<void> {
  const { page } = device;
  const say = spoken('payments', device.language);
  const way = page.getByRole('link', { name: say('trialLink') });
  await way.waitFor(seconds(90));
  await device.looks('33-invoice');
  const bank = await device.tabOf(way);
  await device.looks('34-bank', bank);
  await bank.getByRole('button').click();
  await bank.waitForLoadState();
  await device.looks('35-bank-paid', bank);
  await bank.close();
  await page.getByRole('button', { name: say('check') }).click();
  await page.getByText(say('paidTitle'), { exact: true }).waitFor(seconds(60));
  await device.looks('36-invoice-paid');
}
