import { createTestHub } from '@amanah/testing';
import { expect, it } from 'vitest';

it('a hub that was killed comes back on its database; people stay signed in', async () => {
  const first = await createTestHub();
  const person = await first.signIn('alice', 'alice-password');
  await first.kill();
  const second = await createTestHub({ dataDir: first.dataDir, port: first.port });
  try {
    expect((await person.fetch('/auth/check')).status).toBe(204);
    expect((await second.client().fetch('/auth/check')).status).toBe(401);
    const doctor = await second.cli('doctor', '--json');
    expect(JSON.parse(doctor.stdout)).toMatchObject({ ok: true });
    expect(await second.stop()).toBe(0);
  } finally {
    await second.remove();
  }
});
