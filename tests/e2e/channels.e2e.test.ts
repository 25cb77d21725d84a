import type { CookieJar } from '@amanah/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { planBroadcast, startEncoder } from './pages/live-lab.ts';
import { ask, inRole, type Answer } from './pages/media-api.ts';
import { startOnDemandLab, type OnDemandLab } from './pages/on-demand-lab.ts';
import { done, madeRadio, publishedTone, segmentsOf } from './pages/radio-lab.ts';

// Real files are encoded on whatever machine this is.
vi.setConfig({ testTimeout: 400_000 });

let lab: OnDemandLab;
let officer: CookieJar;
let nobody: CookieJar;
let one: string;
let two: string;
let filler: string;
const radio = 'amanah-radio';
const riyadh = (ms: number) => new Date(ms + 3 * 3_600_000).toISOString();
const dayIn = (days: number) => riyadh(Date.now() + days * 86_400_000).slice(0, 10);
const stream = async (variant = 'a') => (await nobody.fetch(`/api/media/channels/${radio}/stream/${variant}.m3u8`)).text();
const schedule = (body: object) => ask(officer, 'POST', `/office/channels/${radio}/schedule`, body);
const programme = (id: string) => ({ kind: 'programme', id });
const removeEntry = ({ body }: Answer) => done(officer, 'DELETE', `/office/channels/${radio}/schedule/${body.id}?version=${body.version}`);

beforeAll(async () => {
  lab = await startOnDemandLab();
  ({ officer, nobody } = lab);
  [one, two] = [await publishedTone(lab, 'one', { seconds: 9 }), await publishedTone(lab, 'two', { seconds: 9, hertz: 660 })];
  ({ filler } = await madeRadio(officer, radio, [one, two]));
}, 400_000);
afterAll(async () => lab?.remove());

test('a playlist is kept in its order, is not written over, shows what is on the shelf, and stays while a channel needs it', async () => {
  const before = await done(officer, 'GET', `/office/playlists/${filler}`);
  expect(before).toMatchObject({ version: 1, unit: 'pr-media', mayWrite: true, usedBy: [{ slug: radio }] });
  const changed = await done(officer, 'PATCH', `/office/playlists/${filler}`, { version: 1, programmes: [two, one, two] });
  expect(changed.programmes.map(({ id }: { id: string }) => id)).toEqual([two, one, two]);
  expect((await ask(officer, 'PATCH', `/office/playlists/${filler}`, { version: 1, programmes: [] })).body.code).toBe('MEDIA_PLAYLIST_CHANGED');
  await done(officer, 'PATCH', `/office/playlists/${filler}`, { version: 2, programmes: [one, two] });
  expect((await ask(officer, 'DELETE', `/office/playlists/${filler}?version=3`)).body).toMatchObject({
    code: 'MEDIA_PLAYLIST_IN_USE',
    title: expect.stringContaining('إذاعة الأمانة'),
  });
  expect(await done(nobody, 'GET', `/playlists/${filler}`)).toMatchObject({ seconds: expect.closeTo(18, 0), programmes: [{ id: one }, { id: two }] });
  expect((await ask(lab.elsewhere, 'PATCH', `/office/playlists/${filler}`, { version: 3, programmes: [] })).body.code).toBe('MEDIA_PLAYLIST_UNKNOWN');
  const spare = await done(officer, 'POST', '/office/playlists', { title: { ar: 'مسودة', en: 'Draft' }, programmes: [] });
  expect((await ask(nobody, 'GET', `/playlists/${spare.id}`)).status).toBe(404);
  await done(officer, 'DELETE', `/office/playlists/${spare.id}?version=1`);
});

test('only what is for everyone and has what the channel sends may be put on it', async () => {
  const inner = await publishedTone(lab, 'inner', { seconds: 4, audience: 'signed-in' });
  const tomorrow = { day: dayIn(1), time: '10:00' };
  expect((await schedule({ content: programme(inner), ...tomorrow })).body).toMatchObject({
    code: 'MEDIA_CHANNEL_EVERYONE',
    title: expect.stringContaining('نغمة inner'),
  });
  expect((await ask(officer, 'PATCH', `/office/playlists/${filler}`, { version: 3, programmes: [one, two, inner] })).body.code).toBe('MEDIA_CHANNEL_EVERYONE');
  const video = { slug: 'amanah-tv', kind: 'video', title: { ar: 'قناة الأمانة', en: 'Amanah TV' }, unit: 'pr-media' };
  expect((await ask(officer, 'POST', '/office/channels', { ...video, filler })).body.code).toBe('MEDIA_CHANNEL_UNFIT');
  await done(officer, 'POST', '/office/channels', { ...video, open: false });
  expect((await ask(officer, 'POST', '/office/channels', video)).body.code).toBe('MEDIA_CHANNEL_TAKEN');
  expect((await ask(nobody, 'GET', '/channels/amanah-tv')).status).toBe(404);
  expect((await done(officer, 'GET', '/office/channels')).channels.map(({ slug }: { slug: string }) => slug)).toEqual([radio, 'amanah-tv']);
  expect((await ask(officer, 'DELETE', `/office/channels/${radio}?version=1`)).body.code).toBe('MEDIA_CHANNEL_OPEN');
  await done(officer, 'DELETE', '/office/channels/amanah-tv?version=1');
  expect((await ask(lab.elsewhere, 'PATCH', `/office/channels/${radio}`, { version: 1, open: false })).status).toBe(404);
});

test('an entry is planned in the time of Riyadh, repeats, and is refused where it meets another one, which is named', async () => {
  const daily = await schedule({ content: programme(one), day: dayIn(2), time: '18:00', repeat: 'daily', until: dayIn(12) });
  expect(daily.body).toMatchObject({ day: dayIn(2), time: '18:00', seconds: expect.closeTo(9, 0), title: { en: 'Tone one' }, empty: false });
  const meeting = await schedule({ content: programme(two), day: dayIn(4), time: '18:00:05' });
  expect(meeting.body).toMatchObject({
    code: 'MEDIA_SCHEDULE_OVERLAP',
    fields: [
      { path: 'time', message: 'overlap' },
      { path: 'entry', message: daily.body.id },
      { path: 'begins', message: `${dayIn(4)}T15:00:00.000Z` },
      { path: 'ends' },
    ],
  });
  expect(meeting.body.title).toContain('نغمة one');
  expect((await schedule({ content: programme(two), day: dayIn(3), time: '18:00', repeat: 'daily' })).body).toMatchObject({
    code: 'MEDIA_SCHEDULE_INVALID',
    fields: [{ path: 'until', message: 'missing' }],
  });
  const weekly = await schedule({ content: programme(two), day: dayIn(2), time: '18:01', repeat: 'weekly', weekdays: [0, 1, 2, 3, 4], until: dayIn(12) });
  const moved = `/office/channels/${radio}/schedule/${weekly.body.id}`;
  expect((await ask(officer, 'PATCH', moved, { version: 1, time: '18:00' })).body.code).toBe('MEDIA_SCHEDULE_OVERLAP');
  expect((await done(officer, 'PATCH', moved, { version: 1, time: '17:59' })).version).toBe(2);
  expect((await ask(officer, 'PATCH', moved, { version: 1, time: '17:50' })).body.code).toBe('MEDIA_SCHEDULE_CHANGED');
  const { occurrences, entries } = await done(officer, 'GET', `/office/channels/${radio}/schedule?from=${dayIn(2)}&to=${dayIn(12)}`);
  expect(entries).toHaveLength(2);
  expect(occurrences.filter(({ entry }: { entry: string }) => entry === daily.body.id)).toHaveLength(11);
  const weekdays = occurrences
    .filter(({ entry }: { entry: string }) => entry === weekly.body.id)
    .map(({ begins }: { begins: string }) => new Date(begins).getUTCDay());
  expect(new Set(weekdays)).toEqual(new Set([0, 1, 2, 3, 4]));

  const { channels } = await done(nobody, 'GET', `/guide?day=${dayIn(5)}`);
  const entriesOfDay = channels[0].entries as { kind: string; begins: string; ends: string; title: { en: string } }[];
  const at18 = entriesOfDay.find(({ begins }) => begins === `${dayIn(5)}T15:00:00.000Z`);
  expect(at18).toMatchObject({ kind: 'programme', title: { en: 'Tone one' }, programme: { id: one, kind: 'audio' } });
  expect(entriesOfDay[0]).toMatchObject({ kind: 'filler', title: { en: 'Between programmes' }, playlist: filler });
  for (const [index, { begins }] of entriesOfDay.entries()) if (index > 0) expect(begins).toBe(entriesOfDay[index - 1]!.ends);
  const xmltv = await nobody.fetch('/api/media/guide.xml');
  expect([xmltv.headers.get('content-type'), await xmltv.text()]).toEqual([
    'application/xml; charset=utf-8',
    expect.stringContaining('<title lang="en">Tone one</title>'),
  ]);
  const calendar = await (await nobody.fetch(`/api/media/channels/${radio}/guide.ics?language=en`)).text();
  expect(calendar.match(/SUMMARY:Tone one\r\n/g)).toHaveLength(6);
  await removeEntry(daily);
  await removeEntry({ status: 200, body: { id: weekly.body.id, version: 2 } });
});

test('the radio is one stream without holes for everybody, its segments are those of the programmes, and an entry comes at its time', async () => {
  const master = await (await nobody.fetch(`/api/media/channels/${radio}/stream/master.m3u8`)).text();
  expect(master).toContain('CODECS="mp4a.40.2"\na.m3u8');
  const [first, second] = await Promise.all([stream(), stream()]);
  expect(first).toBe(second);
  expect(first).toContain('#EXT-X-TARGETDURATION:6');
  const heard = new Map(segmentsOf(first).map((segment) => [segment.number, segment]));
  expect(heard.size).toBeGreaterThan(10);

  const soon = Math.ceil((Date.now() + 75_000) / 1_000) * 1_000;
  const entry = await schedule({ content: programme(one), day: riyadh(soon).slice(0, 10), time: riyadh(soon).slice(11, 19) });
  expect(entry.status).toBe(200);
  // The playlist is asked for again and again, as a player does: nothing that was listed changes.
  await vi.waitFor(
    async () => {
      for (const segment of segmentsOf(await stream())) {
        const known = heard.get(segment.number);
        if (known) expect({ ...segment, at: Math.round(segment.at / 10) }).toEqual({ ...known, at: Math.round(known.at / 10) });
        heard.set(segment.number, segment);
      }
      expect(Math.max(...[...heard.values()].map(({ at }) => at))).toBeGreaterThan(soon + 12_000);
    },
    { timeout: 300_000, interval: 2_000 },
  );
  const all = [...heard.values()].sort((a, b) => a.number - b.number);
  for (const [index, segment] of all.entries()) {
    const before = all[index - 1];
    if (!before) continue;
    expect(segment.number).toBe(before.number + 1);
    expect(segment.at).toBeCloseTo(before.at + before.seconds * 1_000, -1);
    expect([0, 1]).toContain(segment.discontinuity - before.discontinuity);
  }
  expect(new Set(all.map(({ address }) => address))).toEqual(new Set([one, two].map((id) => `/api/media/hls/${id}/1/audio.mp4`)));
  const planned = all.find(({ at, address, range }) => at >= soon && address.includes(one) && range.endsWith(`@${rangeStart(first, one)}`));
  expect(planned!.at).toBeLessThan(soon + 6_000);
  const [bytes, offset] = planned!.range.split('@').map(Number) as [number, number];
  const part = await nobody.fetch(planned!.address, { headers: { range: `bytes=${offset}-${offset + bytes - 1}` } });
  expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, bytes]);

  const kinds = async () => (await done(officer, 'GET', `/office/channels/${radio}/as-run`)).rows.map(({ kind }: { kind: string }) => kind);
  await vi.waitFor(async () => expect(new Set(await kinds())).toEqual(new Set(['planned', 'filler'])), { timeout: 120_000, interval: 1_000 });
  const { channels } = await done(nobody, 'GET', '/channels');
  expect(channels[0]).toMatchObject({ slug: radio, stream: `/api/media/channels/${radio}/stream/master.m3u8`, following: null, live: null });
  expect([one, two]).toContain(channels[0].playing.programme.id);
});

/** Where the first segment of a programme lies, by its own playlist's order: the lowest offset that is listed. */
function rangeStart(playlist: string, id: string): number {
  return Math.min(...segmentsOf(playlist).flatMap(({ address, range }) => (address.includes(id) ? [Number(range.split('@')[1])] : [])));
}

test('what is taken off the shelf leaves the stream: what is listed of it is a gap, and nothing of it follows', async () => {
  const third = await publishedTone(lab, 'third', { seconds: 60, hertz: 880 });
  const { version } = await done(officer, 'GET', `/office/playlists/${filler}`);
  await done(officer, 'PATCH', `/office/playlists/${filler}`, { version, programmes: [third] });
  await vi.waitFor(async () => expect(await stream()).toContain(third), { timeout: 120_000, interval: 1_000 });
  await done(officer, 'PATCH', `/office/playlists/${filler}`, { version: version + 1, programmes: [third, one, two] });
  await done(officer, 'POST', `/office/programmes/${third}/withdraw`, { reason: 'انتهى عرضها' });
  await vi.waitFor(async () => expect(await stream()).toContain('#EXT-X-GAP\n#EXTINF'), { timeout: 60_000, interval: 1_000 });
  const gone = await vi.waitFor(
    async () => {
      const playlist = await stream();
      expect(playlist).not.toContain('#EXT-X-GAP');
      return playlist;
    },
    { timeout: 200_000, interval: 2_000 },
  );
  expect(gone).not.toContain(third);
});

test('who follows a channel is told once of a programme of it, keeps the list of their channels, and is told no more afterwards', async () => {
  const citizen = await lab.hub.addPerson('huda-follows', 'huda-follows-password-1').then(() => lab.hub.signIn('huda-follows', 'huda-follows-password-1'));
  expect((await ask(nobody, 'PUT', `/channels/${radio}/follow`, {})).status).toBe(401);
  expect(await done(citizen, 'PUT', `/channels/${radio}/follow`)).toEqual({ following: true, followers: 1 });
  expect(await done(citizen, 'PUT', `/channels/${radio}/follow`)).toEqual({ following: true, followers: 1 });
  expect((await done(citizen, 'GET', `/channels/${radio}`)).following).toBe(true);
  expect((await done(citizen, 'GET', '/followed')).channels).toEqual([expect.objectContaining({ slug: radio })]);

  const told = async () => {
    const answer = await citizen.fetch('/api/notifications/', { headers: { 'accept-language': 'ar' } });
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as { items: { title: string; to: string }[] }).items.filter(({ title }) => title.includes('إذاعة الأمانة'));
  };
  const fresh = await publishedTone(lab, 'fresh', { seconds: 4, channel: radio });
  await vi.waitFor(async () => expect(await told()).toHaveLength(1), { timeout: 120_000, interval: 500 });
  expect((await told())[0]).toMatchObject({ title: 'جديد إذاعة الأمانة: نغمة fresh', to: `/watch/${fresh}` });
  expect((await done(nobody, 'GET', `/channels/${radio}`)).latest.map(({ id }: { id: string }) => id)).toEqual([fresh]);

  await done(officer, 'POST', `/office/programmes/${fresh}/withdraw`, { reason: 'تصحيح' });
  await done(officer, 'POST', `/office/programmes/${fresh}/publish`, {});
  await done(citizen, 'DELETE', `/channels/${radio}/follow`);
  const later = await publishedTone(lab, 'later', { seconds: 4, channel: radio });
  const other = await inRole(lab.hub, 'rima-follows', 'media-officer@m-dhahran');
  expect((await ask(other, 'PATCH', `/office/programmes/${later}`, { version: 1, channel: null })).status).toBe(404);
  expect(
    (await ask(lab.elsewhere, 'POST', '/office/uploads', { kind: 'audio', unit: 'm-dhahran', title: { ar: 'أ', en: 'b' }, channel: radio })).body.code,
  ).toBe('MEDIA_CHANNEL_UNKNOWN');
  expect(await told()).toHaveLength(1);
});

test('while a planned broadcast of a channel runs, guide and channel say so and lead to its stream, and followers are told', async () => {
  const citizen = await lab.hub.addPerson('sara-follows', 'sara-follows-password-1').then(() => lab.hub.signIn('sara-follows', 'sara-follows-password-1'));
  await done(citizen, 'PUT', `/channels/${radio}/follow`);
  const { id, address, key } = await planBroadcast(officer, { channel: radio, unit: 'pr-media' });
  const soon = Date.now() - 60_000;
  const slot = { content: { kind: 'broadcast', id }, day: riyadh(soon).slice(0, 10), time: riyadh(soon).slice(11, 19) };
  expect((await schedule(slot)).body).toMatchObject({ code: 'MEDIA_SCHEDULE_INVALID', fields: [{ path: 'minutes' }] });
  expect((await schedule({ ...slot, minutes: 60 })).status).toBe(200);
  const channel = () => done(nobody, 'GET', `/channels/${radio}`);
  await vi.waitFor(async () => expect((await channel()).now).toMatchObject({ kind: 'broadcast', programme: { id }, live: false }), {
    timeout: 60_000,
    interval: 500,
  });

  const encoder = startEncoder(address, key);
  try {
    const stream = `/api/media/hls/${id}/master.m3u8`;
    await vi.waitFor(async () => expect(await channel()).toMatchObject({ live: { programme: { id }, stream }, now: { live: true } }), {
      timeout: 120_000,
      interval: 500,
    });
    // The linear stream goes on with what runs when nothing is planned.
    expect((await channel()).playing).not.toBeNull();
    const told = async () => {
      const answer = await citizen.fetch('/api/notifications/', { headers: { 'accept-language': 'ar' } });
      return ((await answer.json()) as { items: { title: string; to: string }[] }).items.filter(({ title }) => title.startsWith('مباشر الآن'));
    };
    await vi.waitFor(async () => expect(await told()).toEqual([expect.objectContaining({ to: `/watch/${id}` })]), { timeout: 120_000, interval: 500 });
    await done(officer, 'POST', `/office/broadcasts/${id}/end`);
    await vi.waitFor(async () => expect((await channel()).live).toBeNull(), { timeout: 60_000, interval: 500 });
  } finally {
    await encoder.kill();
  }
});
