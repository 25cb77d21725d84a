import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CallFailed } from './call-failed.ts';
import { openProcesses } from './fixtures/open-processes.ts';

const canary = 'cNrY-"5e&cr<et>-7f3a';
const forms = [canary, JSON.stringify(canary).slice(1, -1), encodeURIComponent(canary), 'cNrY-', 'cr<et', 'cr&lt;et', 'Y05yWS0iNWUmY3', 'OmNOclkt'];

/** Everything that came out, as one text. */
const all = (...things: unknown[]) =>
  JSON.stringify(things, (_name, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString();
    if (value instanceof CallFailed) return { ...value, text: value.message, stack: value.stack, sent: text(value, 'sent'), received: text(value, 'received') };
    return value;
  });
const text = ({ messages }: CallFailed, which: 'sent' | 'received') => Buffer.from(messages[which]?.bytes ?? []).toString();

test(
  'an adapter that lets its secret out everywhere gets none of it out: not by log, print, error, fault, message or answer',
  { timeout: 60_000 },
  async () => {
    const { open, call, failure, processes, lines } = openProcesses();
    const told = { connection: { label: 'a', password: { secret: 'pin' } }, secrets: { pin: canary } };
    open('a', told);
    // A neighbour's answers are watched for it too.
    open('b');
    const failed = await failure(call('a', 'tellSecret'));
    expect(failed).toMatchObject({ outcome: 'refused', message: 'wrong password [secret]', fault: { code: '[secret]' } });
    expect(text(failed, 'sent')).toContain('<Password>[secret]</Password>');
    expect(text(failed, 'received')).toContain('[secret]');
    const answer = await call('a', 'answerSecret');
    expect(answer.output).toEqual({ label: 'your token is [secret]', input: 12_345_678 });
    const neighbour = await call('b', 'echo', `x ${canary}`);
    await expect.poll(() => lines.filter(({ message }) => message === 'an adapter printed a line').length).toBe(2);
    expect(lines.filter(({ message }) => message === 'password is [secret]')).toHaveLength(1);
    const out = all(failed, answer, neighbour, lines, processes.processes());
    for (const form of forms) expect(out).not.toContain(form);
    await processes.shutdown(0);
  },
);

test('a secret that was given anew is taken out as well, and so is the one of before', { timeout: 60_000 }, async () => {
  const { open, call, processes } = openProcesses();
  open('a', { connection: { label: 'a', password: { secret: 'pin' } }, secrets: { pin: 'first-canary-1' } });
  await call('a', 'echo');
  open('a', { connection: { label: 'a', password: { secret: 'pin' } }, secrets: { pin: 'second-canary-2' } });
  expect((await call('a', 'answerSecret')).output).toMatchObject({ label: 'your token is [secret]' });
  expect((await call('a', 'echo', 'first-canary-1')).output).toMatchObject({ input: '[secret]' });
  await processes.shutdown(0);
});

test('the process has nothing of the hub’s environment, and its command line no secret', { timeout: 60_000 }, async () => {
  process.env['AMANAH_SEAL_KEY'] = 'canary-of-the-hub';
  const { open, call, running, processes } = openProcesses();
  open('a', { secrets: { pin: canary } });
  const pid = await running('a');
  const { output } = await call('a', 'environment');
  expect((output as { input: string[] }).input.filter((name) => !/^(?:TZ|SSL_CERT_|NODE_EXTRA_CA_CERTS|OPENSSL_CONF|NODE_COMPILE_CACHE)/.test(name))).toEqual(
    [],
  );
  expect(readFileSync(`/proc/${pid}/environ`, 'utf8') + readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toMatch(/canary|cNrY/);
  delete process.env['AMANAH_SEAL_KEY'];
  await processes.shutdown(0);
});
