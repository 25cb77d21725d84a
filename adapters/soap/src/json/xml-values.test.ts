import { describe, expect, test } from 'vitest';
import { rootMessage } from '../testing/described.ts';
import { findings, passes, sequence } from '../testing/judged-message.ts';

describe('values', () => {
  const one = (type: string, more = '') => rootMessage(`${more}${sequence(`<xs:element name="v" type="${type}"/>`)}`);

  test.each([
    ['xs:string', ' spaces  kept\nand lines\r\tand returns '],
    ['xs:string', '<&>"\' ]]> العربية 🏪'],
    ['xs:decimal', '-00012.500'],
    ['xs:decimal', '123456789012345678901234567890.12'],
    ['xs:integer', '123456789012345678901234567890'],
    ['xs:long', '-9223372036854775808'],
    ['xs:unsignedLong', '18446744073709551615'],
    ['xs:int', -2147483648],
    ['xs:unsignedInt', 4294967295],
    ['xs:byte', -128],
    ['xs:boolean', false],
    ['xs:double', 1.5e300],
    ['xs:double', -0.001],
    ['xs:float', 'INF'],
    ['xs:double', 'NaN'],
    ['xs:date', '2026-11-27+03:00'],
    ['xs:date', '1448-06-13'],
    ['xs:dateTime', '2026-11-27T23:59:59.123456789Z'],
    ['xs:time', '08:00:00'],
    ['xs:gYearMonth', '2026-11'],
    ['xs:duration', '-P1Y2M3DT4H5M6.7S'],
    ['xs:base64Binary', Buffer.from('ملف').toString('base64')],
    ['xs:hexBinary', Buffer.from([0, 255, 16]).toString('base64')],
    ['xs:anyURI', 'urn:a:b?c=d&e'],
    ['xs:QName', '{urn:elsewhere}name'],
    ['xs:QName', 'plain'],
    ['xs:language', 'ar-SA'],
    ['xs:NMTOKENS', ['a', 'b-c']],
    ['xs:anySimpleType', '7'],
  ])('%s comes back as it went: %j', (type, value) => {
    passes(one(type), { v: value });
  });

  test.each([
    ['xs:int', 2147483648],
    ['xs:int', '5'],
    ['xs:int', 1.5],
    ['xs:decimal', 12.5],
    ['xs:decimal', '1,5'],
    ['xs:date', '27/11/2026'],
    ['xs:boolean', 'true'],
    ['xs:unsignedLong', '-1'],
    ['xs:language', 'not a language'],
    ['xs:NCName', 'a:b'],
  ])('%s does not take %j', (type, value) => {
    expect(one(type).takes({ v: value })).toBe(false);
    expect(findings(one(type), { v: value })).not.toEqual([]);
  });

  test('what JSON Schema cannot see, libxml2 sees: days that do not exist, numbers out of range', () => {
    const amount =
      '<xs:simpleType name="Amount"><xs:restriction base="xs:decimal"><xs:maxExclusive value="1000"/><xs:fractionDigits value="2"/></xs:restriction></xs:simpleType>';
    for (const [type, value] of [
      ['xs:date', '2026-02-30'],
      ['t:Amount', '1000'],
      ['t:Amount', '1.234'],
      ['xs:long', '9223372036854775808'],
    ] as const) {
      expect(one(type, amount).takes({ v: value })).toBe(true);
      expect(findings(one(type, amount), { v: value })[0]).toMatchObject({ path: 'judged' });
    }
  });

  test('a character that XML cannot carry is found where it is', () => {
    expect(findings(one('xs:string'), { v: 'a\u0000b' })).toEqual([{ path: '/v', message: 'holds U+0000, which XML cannot carry' }]);
    expect(findings(one('xs:string'), { v: 'a\ud800' })).toEqual([{ path: '/v', message: 'holds U+D800, which XML cannot carry' }]);
  });

  test('base64 that is none is not sent', () => {
    expect(findings(one('xs:base64Binary'), { v: 'not base64!' })).toEqual([{ path: '/v', message: 'expected base64' }]);
  });

  test('white space is as the type has it', () => {
    expect(passes(one('xs:token'), { v: '  a \n b ' }, { v: 'a b' })).toBe('<n1:root><n1:v>a b</n1:v></n1:root>');
    expect(passes(one('xs:normalizedString'), { v: 'a\tb' }, { v: 'a b' })).toBe('<n1:root><n1:v>a b</n1:v></n1:root>');
  });

  test('whole numbers are numbers where their bounds keep every digit, text elsewhere', () => {
    const types = `<xs:simpleType name="Small"><xs:restriction base="xs:integer"><xs:minInclusive value="1"/><xs:maxInclusive value="12"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Digits"><xs:restriction base="xs:positiveInteger"><xs:totalDigits value="9"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Code"><xs:restriction base="xs:int"><xs:pattern value="\\d{4}"/></xs:restriction></xs:simpleType>`;
    passes(one('t:Small', types), { v: 12 });
    passes(one('t:Digits', types), { v: 999_999_999 });
    passes(one('t:Code', types), { v: '0007' });
    expect(one('t:Code', types).takes({ v: 7 })).toBe(false);
    expect(one('t:Small', types).takes({ v: 13 })).toBe(false);
  });

  test('enumerations, of numbers and names too; a number that is written otherwise is the one that was meant', () => {
    const types = `<xs:simpleType name="Rate"><xs:restriction base="xs:decimal"><xs:enumeration value="0.5"/><xs:enumeration value="15"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Kind"><xs:restriction base="xs:QName"><xs:enumeration value="t:one"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="State"><xs:restriction base="xs:int"><xs:enumeration value="1"/><xs:enumeration value="2"/></xs:restriction></xs:simpleType>`;
    passes(one('t:Rate', types), { v: '15' });
    expect(one('t:Rate', types).read('<t:root xmlns:t="urn:test"><t:v>+15.00</t:v></t:root>')).toEqual({ v: '15' });
    passes(one('t:Kind', types), { v: '{urn:test}one' });
    passes(one('t:State', types), { v: 2 });
    for (const [type, value] of [
      ['t:Rate', '16'],
      ['t:Kind', '{urn:test}two'],
      ['t:State', 3],
    ] as const)
      expect(one(type, types).takes({ v: value })).toBe(false);
  });

  test('lists and unions', () => {
    const types = `<xs:simpleType name="Ints"><xs:list itemType="xs:int"/></xs:simpleType>
      <xs:simpleType name="Two"><xs:restriction base="t:Ints"><xs:length value="2"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Max"><xs:union memberTypes="xs:nonNegativeInteger"><xs:simpleType><xs:restriction base="xs:token"><xs:enumeration value="unbounded"/></xs:restriction></xs:simpleType></xs:union></xs:simpleType>`;
    expect(passes(one('t:Two', types), { v: [1, -2] })).toBe('<n1:root><n1:v>1 -2</n1:v></n1:root>');
    expect(one('t:Two', types).takes({ v: [1] })).toBe(false);
    passes(one('t:Ints', types), { v: [] });
    passes(one('t:Max', types), { v: 'unbounded' });
    passes(one('t:Max', types), { v: '12' });
    expect(one('t:Max', types).takes({ v: 'many' })).toBe(false);
  });

  test('fixed values are written by themselves, defaults are what an empty or absent one means', () => {
    const message = rootMessage(
      sequence(
        '<xs:element name="version" type="xs:string" fixed="1.0"/><xs:element name="d" type="xs:string" default="نعم" minOccurs="0"/>',
        '<xs:attribute name="kind" type="xs:string" fixed="K" use="required"/><xs:attribute name="lang" type="xs:string" default="ar"/>',
      ),
    );
    expect(passes(message, {}, { '@kind': 'K', '@lang': 'ar', version: '1.0' })).toBe('<n1:root kind="K"><n1:version>1.0</n1:version></n1:root>');
    expect(message.read('<t:root xmlns:t="urn:test" kind="K"><t:version/><t:d/></t:root>')).toEqual({ '@kind': 'K', '@lang': 'ar', version: '1.0', d: 'نعم' });
    expect(message.takes({ version: '2.0' })).toBe(false);
  });

  test('xml:lang and other attributes of public standards are known', () => {
    const message = rootMessage(
      `<xs:import namespace="http://www.w3.org/XML/1998/namespace"/>${sequence('', '<xs:attribute ref="xml:lang" use="required"/>')}`,
    );
    expect(passes(message, { '@{http://www.w3.org/XML/1998/namespace}lang': 'ar' })).toBe('<n1:root xml:lang="ar"/>');
  });

  test('identity constraints are judged too', () => {
    const message = rootMessage(
      '<xs:element name="root"><xs:complexType><xs:sequence><xs:element name="i" type="xs:int" maxOccurs="9"/></xs:sequence></xs:complexType><xs:unique name="u"><xs:selector xpath="t:i"/><xs:field xpath="."/></xs:unique></xs:element>',
    );
    passes(message, { i: [1, 2] });
    expect(findings(message, { i: [1, 1] })).toHaveLength(1);
  });
});

describe('lenient reading', () => {
  const message = rootMessage(
    sequence(
      '<xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:date" minOccurs="0"/><xs:element name="c" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>',
    ),
  );

  test('takes any order and namespace, passes over what is not known, and takes empty dates as absent', () => {
    expect(message.read('<root xmlns="urn:test"><c>x</c><extra/><b/><a xmlns="">1</a><c>y</c></root>', false)).toEqual({ a: 1, c: ['x', 'y'] });
  });

  test('strict reading does not', () => {
    expect(message.judge('<root xmlns="urn:test"><c>x</c><a>1</a></root>')).not.toEqual([]);
    expect(() => message.read('<root xmlns="urn:test"><c>x</c><a>1</a></root>')).toThrow(/not expected/);
  });
});
