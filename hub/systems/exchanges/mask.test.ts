import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskMessage } from './mask.ts';

const personal = { id: '1072645193', mobile: '+966501234567', mail: 'sara@example.sa', iban: 'SA0380000000608010167519', name: 'سارة القحطاني' };

test.each([
  [
    'application/json',
    JSON.stringify({ licence: '44031234567', status: 'valid', holder: { fullName: personal.name, code: 7 }, note: `call ${personal.mobile}` }),
  ],
  [
    'text/xml',
    `<m:get xmlns:m="urn:x"><licence>44031234567</licence><status>valid</status><m:ownerName lang="ar">${personal.name}</m:ownerName><n>${personal.id}</n></m:get>`,
  ],
  [
    'application/x-www-form-urlencoded',
    `licence=44031234567&status=valid&holder_name=${encodeURIComponent(personal.name)}&q=${encodeURIComponent(personal.mail)}`,
  ],
  [
    'message/http',
    `GET /licences/44031234567?owner=${personal.id} HTTP/1.1\r\ncontent-type: application/json\r\n\r\n{"status":"valid","fullName":"${personal.name}","to":"${personal.mail}"}`,
  ],
  ['text/plain', `licence 44031234567 valid, ${personal.iban}, ${personal.mail}`],
])('%s: what tells who somebody is goes, what tells what happened stays', (contentType, text) => {
  const shown = maskMessage(text, contentType);
  for (const value of Object.values(personal)) {
    expect(shown).not.toContain(value);
    expect(shown).not.toContain(encodeURIComponent(value));
  }
  expect(shown).toContain('44031234567');
  expect(shown).toContain('valid');
});

test('Arabic digits and names in CDATA are masked too', () => {
  expect(maskMessage('{"رقم": "١٠٧٢٦٤٥١٩٣"}', 'application/json')).not.toContain('١٠٧٢');
  expect(maskMessage('<Name><![CDATA[سارة]]></Name>', 'text/xml')).not.toContain('سارة');
});

test('whatever the message is, masking ends and shows no identity number', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      fc.constantFrom('application/json', 'text/xml', 'application/x-www-form-urlencoded', 'text/plain'),
      (before, after, type) => {
        expect(maskMessage(`${before} 1072645193 ${after}`, type)).not.toContain(' 1072645193 ');
      },
    ),
  );
});
