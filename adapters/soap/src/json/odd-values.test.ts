import { describe, expect, test } from 'vitest';
import { rootMessage, type DescribedMessage } from '../testing/described.ts';

const sequence = (inside: string, after = '') =>
  `<xs:element name="root"><xs:complexType><xs:sequence>${inside}</xs:sequence>${after}</xs:complexType></xs:element>`;
const findings = (message: DescribedMessage, value: unknown) => {
  const written = message.write(value);
  return 'findings' in written ? written.findings.map(({ path, message: what }) => `${path}: ${what}`) : [written.xml];
};

const message = rootMessage(
  sequence(
    `<xs:element name="list" minOccurs="0"><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType></xs:element>
     <xs:element name="name" type="xs:QName" minOccurs="0"/><xs:element name="bytes" type="xs:base64Binary" minOccurs="0"/>
     <xs:element name="hex" type="xs:hexBinary" minOccurs="0"/><xs:element name="real" type="xs:double" minOccurs="0"/>
     <xs:element name="any" type="xs:anyType" minOccurs="0"/>
     <xs:element name="mixed" minOccurs="0"><xs:complexType mixed="true"><xs:sequence><xs:element name="b" type="xs:int" minOccurs="0"/><xs:any namespace="##other" processContents="lax" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>
     <xs:element name="deep" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="c" type="xs:int" minOccurs="2" maxOccurs="3"/></xs:sequence><xs:attribute name="need" type="xs:int" use="required"/><xs:attribute name="fix" type="xs:string" fixed="f"/></xs:complexType></xs:element>`,
    '<xs:anyAttribute processContents="skip"/>',
  ),
);

describe('a value that cannot be written says where and why', () => {
  test.each<[unknown, string]>([
    [7, ': expected an object'],
    [{ list: 7 }, '/list: expected a list'],
    [{ list: ['x'] }, '/list'],
    [{ name: 7 }, '/name: expected a name such as {namespace}local'],
    [{ name: '{}{}' }, '/name: expected a name such as {namespace}local'],
    [{ bytes: 7 }, '/bytes: expected base64'],
    [{ bytes: 'x' }, '/bytes: expected base64'],
    [{ real: 'x' }, '/real'],
    [{ any: 7 }, '/any'],
    [{ any: { $type: 'no name{' } }, '/any'],
    [{ any: { $content: 7 } }, '/any'],
    [{ any: { '@{': 'x', $content: [] } }, '/any'],
    [{ any: { $type: 7, $content: [] } }, '/any'],
    [{ any: { $content: [{ $name: '{urn:x}y', $content: 7 }] } }, '/any'],
    [{ mixed: { $content: 7 } }, '/mixed: expected a list under $content'],
    [{ mixed: { $content: ['', 7] } }, '/mixed'],
    [{ mixed: { $content: [{ odd: 1 }] } }, '/mixed/$content/0: expected an element with its $name'],
    [{ deep: { c: [1] } }, '/deep: the attribute @need is missing'],
    [{ deep: { c: [1], '@need': 1 } }, '/deep: c is needed 2 times, found 1'],
    [{ deep: { c: [1, 2, 3, 4], '@need': 1 } }, '/deep'],
    [{ deep: { c: [1, 2], '@need': 'x' } }, '/deep/@need'],
    [{ '@{': 'x' }, ': @{ cannot be the name of an attribute'],
    [{ '@xmlns': 'x' }, ': @xmlns cannot be the name of an attribute'],
  ])('%j', (value, found) => {
    expect(findings(message, value).join('\n')).toContain(found);
  });
});

test('special numbers, names and bytes go there and come back', () => {
  const value = { list: [1, 2], name: '{urn:x}y', bytes: 'aGk=', hex: 'aGk=', real: '-INF' };
  const written = message.write(value);
  expect(written).toHaveProperty('xml');
  const xml = 'xml' in written ? written.xml : '';
  expect(message.judge(xml)).toEqual([]);
  expect(message.read(xml)).toEqual(value);
  const numbers = rootMessage(sequence('<xs:element name="n" type="xs:float" maxOccurs="9"/>'));
  expect(numbers.read('<t:root xmlns:t="urn:test"><t:n>NaN</t:n><t:n>INF</t:n><t:n>1.50</t:n></t:root>')).toEqual({ n: ['NaN', 'INF', 1.5] });
});

describe('what comes is read loosely, where a system is known for it', () => {
  const loose = rootMessage(
    sequence(
      `<xs:element name="a" type="xs:int"/><xs:sequence minOccurs="0" maxOccurs="unbounded"><xs:element name="k" type="xs:string"/><xs:element name="v" type="xs:int"/></xs:sequence>
       <xs:element name="when" type="xs:date" minOccurs="0"/><xs:element name="kept" type="xs:string" minOccurs="0"/><xs:any processContents="lax" minOccurs="0" maxOccurs="unbounded"/>`,
    ),
  );

  test('in any order, without a namespace, with what nobody described', () => {
    const xml = '<root><when/><kept/><v>1</v><k>x</k><a>x7</a><other p="1">text</other><k>y</k></root>';
    expect(loose.read(xml, false)).toMatchObject({ kept: '', a: 'x7', $any: [{ $name: 'other', '@p': '1', $content: ['text'] }] });
    expect(loose.read('<root/>', false)).toMatchObject({ $any: [] });
    const closed = rootMessage(sequence('<xs:element name="a" type="xs:int"/><xs:element name="many" type="xs:int" minOccurs="0" maxOccurs="9"/>'));
    expect(closed.read('<root><b/><many>1</many><a>7</a></root>', false)).toEqual({ many: [1], a: 7 });
  });

  test('a type that says another that cannot stand is read as the declared one', () => {
    const xml =
      '<t:root xmlns:t="urn:test" xmlns:x="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema"><t:a x:type="xs:duration">7</t:a></t:root>';
    expect(loose.read(xml, false)).toMatchObject({ a: 7 });
  });

  test('another element than the message’s, or one too many, is not read', () => {
    expect(() => loose.read('<t:other xmlns:t="urn:test"/>')).toThrow('is expected in the body, found {urn:test}other');
    expect(() => loose.read('')).toThrow('is expected in the body, found nothing');
    expect(() => loose.read('<t:root xmlns:t="urn:test"><t:a>1</t:a></t:root><t:more xmlns:t="urn:test"/>')).toThrow(
      '{urn:test}more is not expected in the body',
    );
  });
});

describe('types in JSON', () => {
  const typed = (type: string, more = '') => {
    const { input } = rootMessage(`${more}${sequence(`<xs:element name="a" ${type}/>`)}`);
    return JSON.stringify((input as { properties: object }).properties) + JSON.stringify((input as { $defs?: object }).$defs ?? {});
  };
  const simple = (inside: string) => `<xs:simpleType name="T">${inside}</xs:simpleType>`;

  test.each<[string, string, string]>([
    ['a union of kinds', simple('<xs:union memberTypes="xs:int xs:boolean xs:double xs:nonNegativeInteger"/>'), '"anyOf":[{"pattern":"^[+-]?[0-9]+$"}'],
    ['a union in a union', simple('<xs:union><xs:simpleType><xs:union memberTypes="xs:int"/></xs:simpleType></xs:union>'), '"anyOf"'],
    ['a union with a list', simple('<xs:union><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType></xs:union>'), '{"type":"string"}'],
    [
      'a union of listed words',
      simple('<xs:union><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="a"/></xs:restriction></xs:simpleType></xs:union>'),
      '"enum":["a"]',
    ],
    [
      'listed numbers',
      simple('<xs:restriction base="xs:double"><xs:enumeration value="1.5"/><xs:enumeration value="INF"/></xs:restriction>'),
      '"enum":[1.5,"INF"]',
    ],
    ['bounded numbers', simple('<xs:restriction base="xs:double"><xs:minInclusive value="1"/><xs:maxExclusive value="INF"/></xs:restriction>'), '"minimum":1'],
    [
      'two patterns',
      simple(
        '<xs:restriction><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="a.*"/></xs:restriction></xs:simpleType><xs:pattern value=".*b"/></xs:restriction>',
      ),
      '"allOf":[{"pattern"',
    ],
    ['a pattern that nobody can say', simple('<xs:restriction base="xs:string"><xs:pattern value="\\p{IsThai}"/></xs:restriction>'), '"$comment":"xs:string"}'],
    ['a list of any text', simple('<xs:list itemType="xs:anySimpleType"/>'), '"type":"array"'],
    ['numbers below nothing', simple('<xs:restriction base="xs:negativeInteger"/>'), '"pattern":"^-0*[1-9][0-9]*$"'],
    [
      'small numbers below nothing',
      simple('<xs:restriction base="xs:negativeInteger"><xs:minInclusive value="-9"/></xs:restriction>'),
      '"minimum":-9,"maximum":-1',
    ],
    [
      'small numbers up to nothing',
      simple('<xs:restriction base="xs:nonPositiveInteger"><xs:minInclusive value="-9"/></xs:restriction>'),
      '"minimum":-9,"maximum":0',
    ],
    [
      'white space that is kept together',
      simple('<xs:restriction base="xs:string"><xs:whiteSpace value="collapse"/><xs:length value="3"/></xs:restriction>'),
      '"minLength":3,"maxLength":3',
    ],
  ])('%s', (_title, type, expected) => {
    expect(typed('type="t:T"', type)).toContain(expected);
  });
});
