import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { archiveOf, archiveThatSays, hugePicture, packedObjects, pdfOf, phonePhoto, program } from '../../testing/attachment-files.ts';
import { acceptedType, namedAs, type AttachmentType } from './file-types.ts';
import { lookInto } from './look-into.ts';

const megabyte = 1024 ** 2;
const look = (bytes: Buffer, type: AttachmentType, maxBytes = 5 * megabyte) => lookInto(async () => bytes, type, maxBytes);
const refusal = (code: string) => expect.objectContaining({ code });

describe('the type of a file is that of its bytes', () => {
  const accept = ['.pdf', '.jpg', '.png', '.zip', '.dwg'];
  test.each([
    ['a photo', () => phonePhoto(), 'image/jpeg'],
    ['a PDF', () => pdfOf(), 'application/pdf'],
    ['an archive', () => archiveOf({ 'plan.txt': Buffer.from('plan') }), 'application/zip'],
    ['a drawing', () => Buffer.from('AC1032\0\0\0\0\0rest of a drawing'), 'image/vnd.dwg'],
  ] as const)('%s', async (_title, make, type) => {
    expect(await acceptedType(await make(), { accept })).toBe(type);
  });

  test.each([
    ['a program', program],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a drawing with scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['words', Buffer.from('عقد')],
  ])('%s is refused whatever it is called', async (_title, bytes) => {
    await expect(acceptedType(bytes, { accept })).rejects.toEqual(refusal('ATTACHMENT_TYPE_REFUSED'));
  });

  test('one that another field takes is refused here, with the types that this field takes', async () => {
    const error: unknown = await acceptedType(pdfOf(), { accept: ['.jpg', '.png'] }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ATTACHMENT_TYPE_REFUSED', params: { types: 'JPG · PNG' } });
  });

  test('its name gets the ending of what it is', () => {
    expect(namedAs('image/jpeg', 'واجهة المحل.JPEG')).toBe('واجهة المحل.JPEG');
    expect(namedAs('image/jpeg', 'صورة.png')).toBe('صورة.jpg');
    expect(namedAs('application/pdf', 'عقد رقم 1.2')).toBe('عقد رقم 1.pdf');
    expect(namedAs('application/pdf', null)).toBe('file.pdf');
  });
});

describe('a picture is made anew', () => {
  test('upright, and without the place, the device and the owner that the phone wrote into it', async () => {
    const photo = await phonePhoto();
    const before = await sharp(photo).metadata();
    expect(before.orientation).toBe(6);
    expect(before.exif?.toString('latin1')).toContain('PhoneMaker');
    // The tag of the place (GPS), in the order of the file's bytes.
    expect(before.exif?.includes(Buffer.from([0x25, 0x88]))).toBe(true);
    const made = (await look(photo, 'image/jpeg'))!;
    const { width, height, orientation, exif, xmp, iptc, icc } = await sharp(made).metadata();
    expect({ width, height, orientation, exif, xmp, iptc, icc }).toEqual({ width: 400, height: 600 });
    expect(made.includes('PhoneMaker')).toBe(false);
    // What was at the top left is at the top right now.
    const corner = await sharp(made).extract({ left: 370, top: 10, width: 1, height: 1 }).raw().toBuffer();
    expect([...corner].every((part) => part > 240)).toBe(true);
  });

  test('whatever hides behind its end is gone', async () => {
    const both = Buffer.concat([await phonePhoto(), archiveOf({ 'run.exe': program })]);
    expect((await look(both, 'image/jpeg'))!.includes('run.exe')).toBe(false);
  });

  test('smaller, when it would not fit its field', async () => {
    const noise = await sharp({ create: { width: 1_700, height: 1_700, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 60 }, background: 'white' } })
      .png()
      .toBuffer();
    const made = (await look(noise, 'image/png', 7.8 * megabyte))!;
    expect(made.length).toBeLessThan(7.8 * megabyte);
    await expect(look(noise, 'image/png', 10_000)).rejects.toEqual(refusal('ATTACHMENT_TOO_LARGE'));
  });

  test('one with more pixels than anybody unpacks is refused by its header', async () => {
    await expect(look(hugePicture(), 'image/png')).rejects.toEqual(refusal('ATTACHMENT_PICTURE_TOO_LARGE'));
  });

  test('half of one is refused as damaged', async () => {
    const photo = await phonePhoto({ width: 2_000, height: 2_000 });
    await expect(look(photo.subarray(0, photo.length / 2), 'image/jpeg')).rejects.toEqual(refusal('ATTACHMENT_DAMAGED'));
  });
});

describe('a PDF only shows pages', () => {
  test.each([
    ['a plain one', pdfOf()],
    ['one with packed objects', pdfOf({ more: packedObjects('<< /Type /Annot /Subtype /Link >>') })],
    ['one that begins at a page', pdfOf({ more: '4 0 obj << /OpenAction [3 0 R /Fit] >> endobj' })],
    ['words that only look like an act', pdfOf({ more: '4 0 obj << /JavaScripts 1 /LaunchPad 2 >> endobj' })],
  ])('%s is taken as it is', async (_title, bytes) => {
    expect(await look(bytes, 'application/pdf')).toBeNull();
  });

  test.each([
    ['a script', '4 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj'],
    ['a script with coded letters', '4 0 obj << /S /J#61va#53cript /JS (app.alert(1)) >> endobj'],
    ['a script in a packed object', packedObjects('<< /S /JavaScript /JS (app.alert(1)) >>')],
    ['a script in a packed object that hides what it is', packedObjects('<< /S /JavaScript >>', '/Ty#70e /Obj#53tm /N 1 /First 4 /F#69lter /FlateDecode')],
    ['a program to start', '4 0 obj << /S/Launch/F(cmd.exe) >> endobj'],
    ['a form of one maker', '4 0 obj << /AcroForm << /XFA 5 0 R >> >> endobj'],
  ])('%s is refused', async (_title, more) => {
    await expect(look(pdfOf({ more }), 'application/pdf')).rejects.toEqual(refusal('ATTACHMENT_PDF_ACTIVE'));
  });

  test.each([
    ['a locked one', pdfOf({ trailer: '/Encrypt 9 0 R' }), 'ATTACHMENT_PDF_LOCKED'],
    ['one without an end', pdfOf().subarray(0, 200), 'ATTACHMENT_DAMAGED'],
    ['one that is an archive too', pdfOf({ after: archiveOf({ 'run.exe': program }).toString('latin1') }), 'ATTACHMENT_DAMAGED'],
    [
      'objects packed in a way that hides them',
      pdfOf({ more: packedObjects('<< >>', '/Type /ObjStm /N 1 /First 4 /Filter [/ASCII85Decode /FlateDecode]') }),
      'ATTACHMENT_DAMAGED',
    ],
    ['objects that unpack without end', pdfOf({ more: packedObjects(' '.repeat(70 * megabyte)) }), 'ATTACHMENT_DAMAGED'],
  ])('%s is refused', async (_title, bytes, code) => {
    await expect(look(bytes, 'application/pdf')).rejects.toEqual(refusal(code));
  });
});

describe('an archive', () => {
  const plan = Buffer.from('a plan of the ground floor '.repeat(50));
  const archive = archiveOf({ 'plans/ground.dwg': plan, 'مخططات/أرضي.pdf': pdfOf() });

  test('of drawings is taken as it is', async () => {
    expect(await look(archive, 'application/zip')).toBeNull();
  });

  test.each([
    ['a program', archiveOf({ 'plans/setup.exe': Buffer.from('x') }), 'ATTACHMENT_ARCHIVE_REFUSED'],
    ['a renamed program', archiveOf({ 'plans/ground.dwg': program }), 'ATTACHMENT_ARCHIVE_REFUSED'],
    ['another archive', archiveOf({ 'inner.zip': archive }), 'ATTACHMENT_ARCHIVE_REFUSED'],
    ['a password', archiveThatSays(archive, { locked: true }), 'ATTACHMENT_ARCHIVE_LOCKED'],
    ['far more than it should', archiveOf({ 'bomb.dwg': Buffer.alloc(301 * megabyte) }), 'ATTACHMENT_ARCHIVE_TOO_LARGE'],
    ['more than it says', archiveThatSays(archiveOf({ 'bomb.dwg': Buffer.alloc(10 * megabyte) }), { size: 10 }), 'ATTACHMENT_DAMAGED'],
    ['a way out of its folder', archiveOf({ '../../etc/cron.d/job': plan }), 'ATTACHMENT_DAMAGED'],
    ['nothing that can be read', Buffer.concat([archive.subarray(0, 300)]), 'ATTACHMENT_DAMAGED'],
  ])('with %s is refused', async (_title, bytes, code) => {
    await expect(look(bytes, 'application/zip')).rejects.toEqual(refusal(code));
  });

  test('with thousands of files is refused', async () => {
    const many = archiveOf(Object.fromEntries(Array.from({ length: 2_001 }, (_, at) => [`${at}.dwg`, new Uint8Array(1)])));
    await expect(look(many, 'application/zip')).rejects.toEqual(refusal('ATTACHMENT_ARCHIVE_TOO_LARGE'));
  });
});

test('a file that cannot be looked into does not stop the next one', async () => {
  const [first, second] = await Promise.allSettled([
    lookInto(() => Promise.reject(new Error('gone')), 'application/pdf', megabyte),
    look(pdfOf(), 'application/pdf'),
  ]);
  expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
});
