import { describe, expect, test } from 'vitest';
import { describedMessage, rootMessage, schemaOf, wsdlAround } from '../testing/described.ts';
import type { DescribedMessage } from '../testing/described.ts';

const root = (inside: string) => `<xs:element name="root"><xs:complexType>${inside}</xs:complexType></xs:element>`;
const sequence = (inside: string, after = '') => root(`<xs:sequence>${inside}</xs:sequence>${after}`);
/** Writes a value that is valid, and reads it back as it was. */
function passes(message: DescribedMessage, value: object): string {
  const written = message.write(value);
  if ('findings' in written) throw new Error(JSON.stringify(written.findings));
  expect(message.judge(written.xml)).toEqual([]);
  expect(message.read(written.xml)).toEqual(value);
  return written.xml;
}
const findings = (message: DescribedMessage, value: unknown) => {
  const written = message.write(value);
  return 'findings' in written ? written.findings.map(({ path, message: what }) => `${path}: ${what}`) : [];
};

test('a schema without a namespace is imported, and its elements have none', () => {
  const plain =
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="plain" type="Text"/><xs:simpleType name="Text"><xs:restriction base="xs:string"><xs:maxLength value="3"/></xs:restriction></xs:simpleType></xs:schema>';
  const own = `<xs:schema xmlns="" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test" elementFormDefault="qualified"><xs:import schemaLocation="plain.xsd"/>${sequence('<xs:element ref="plain"/>')}</xs:schema>`;
  const message = describedMessage([
    { address: 'upload:///w.wsdl', text: wsdlAround(own, ['root']) },
    { address: 'upload:///plain.xsd', text: plain },
  ]);
  expect(passes(message, { plain: 'abc' })).toBe('<n1:root xmlns:n1="urn:test"><plain>abc</plain></n1:root>');
  expect(message.takes({ plain: 'abcd' })).toBe(false);
});

test('a wildcard for named namespaces, its own and none', () => {
  const message = rootMessage(sequence('<xs:any namespace="##targetNamespace ##local urn:x" processContents="skip" minOccurs="0" maxOccurs="unbounded"/>'));
  passes(message, {
    $any: [
      { $name: '{urn:test}a', $content: [] },
      { $name: 'b', $content: [] },
      { $name: '{urn:x}c', $content: ['d'] },
    ],
  });
  expect(message.takes({ $any: [{ $name: '{urn:y}c', $content: [] }] })).toBe(false);
});

test('groups of elements and of attributes may be redefined around themselves', () => {
  const base = schemaOf(
    '<xs:group name="G"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:group><xs:attributeGroup name="A"><xs:attribute name="p" type="xs:int"/></xs:attributeGroup>',
  );
  const redefining = schemaOf(
    `<xs:redefine schemaLocation="base.xsd"><xs:annotation><xs:documentation>x</xs:documentation></xs:annotation>
     <xs:group name="G"><xs:sequence>text<xs:group ref="t:G"/><xs:element name="b" type="xs:int"/></xs:sequence></xs:group>
     <xs:attributeGroup name="A"><xs:attributeGroup ref="t:A"/><xs:attribute name="q" type="xs:int"/></xs:attributeGroup></xs:redefine>
     ${root('<xs:group ref="t:G"/><xs:attributeGroup ref="t:A"/>')}`.replace('text', ''),
  );
  const message = describedMessage([
    { address: 'upload:///w.wsdl', text: wsdlAround(redefining, ['root']) },
    { address: 'upload:///base.xsd', text: base },
  ]);
  passes(message, { '@p': 1, '@q': 2, a: 3, b: 4 });
});

describe('content that derives', () => {
  test('is mixed where its base is, unless it says otherwise', () => {
    const base = '<xs:complexType name="B" mixed="true"><xs:sequence><xs:element name="a" type="xs:int" minOccurs="0"/></xs:sequence></xs:complexType>';
    const extension = (more = '') => `<xs:complexContent${more}><xs:extension base="t:B"><xs:sequence/></xs:extension></xs:complexContent>`;
    passes(rootMessage(base + root(extension())), { root: { $content: ['x', { a: 1 }] } } as never);
    passes(rootMessage(base + root(extension(' mixed="true"'))), { root: { $content: ['y'] } } as never);
  });

  test('narrows the text of its base by a type of its own', () => {
    const base =
      '<xs:complexType name="B"><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="p" type="xs:int"/></xs:extension></xs:simpleContent></xs:complexType>';
    const narrow =
      '<xs:simpleContent><xs:restriction base="t:B"><xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="2"/></xs:restriction></xs:simpleType></xs:restriction></xs:simpleContent>';
    const message = rootMessage(base + sequence(`<xs:element name="a"><xs:complexType>${narrow}</xs:complexType></xs:element>`));
    passes(message, { a: { '@p': 1, $value: 'ab' } });
    expect(message.takes({ a: { $value: 'abc' } })).toBe(false);
  });

  test('a type of one element alone, with long words to it', () => {
    const group = '<xs:group name="G"><xs:choice><xs:element name="a" type="xs:int"/></xs:choice></xs:group>';
    const words = `<xs:annotation><xs:documentation>${'كلمات '.repeat(200)}</xs:documentation></xs:annotation>`;
    const message = rootMessage(`${group}<xs:element name="root"><xs:complexType>${words}<xs:group ref="t:G"/></xs:complexType></xs:element>`);
    passes(message, { a: 1 });
    expect(JSON.stringify(message.input)).toContain('…');
  });
});

describe('what stands in groups', () => {
  const repeated = rootMessage(
    sequence(
      `<xs:sequence minOccurs="2" maxOccurs="3"><xs:element name="k" type="xs:string"/><xs:element name="v" type="xs:int" minOccurs="0"/></xs:sequence><xs:any namespace="urn:x" processContents="skip" minOccurs="1" maxOccurs="2"/>`,
    ),
  );

  test('is written as often as it must be, and found where it is not', () => {
    const any = [{ $name: '{urn:x}y', $content: [] }];
    passes(repeated, { $items: [{ k: 'a', v: 1 }, { k: 'b' }], $any: any });
    expect(findings(repeated, { $items: [{ k: 'a' }], $any: any })).toEqual([': $items is needed 2 times, found 1']);
    expect(findings(repeated, { $items: [{ k: 'a' }, { k: 'b', odd: 1 }], $any: any })).toEqual(['/$items/1/odd: is not known here']);
    expect(findings(repeated, { $items: [{ k: 'a' }, { k: 'b' }] })).toEqual([': $any is missing']);
    expect(findings(repeated, { $items: 7 })).toEqual([': $items is a list']);
  });

  test('fixed elements are written by themselves; dependent ones need each other', () => {
    const message = rootMessage(
      sequence(
        '<xs:element name="v" type="xs:string" fixed="1.0"/><xs:sequence minOccurs="0"><xs:element name="a" type="xs:int"/><xs:sequence minOccurs="0"><xs:element name="b" type="xs:int"/><xs:element name="c" type="xs:int"/></xs:sequence></xs:sequence>',
      ),
    );
    const written = message.write({});
    expect(written).toEqual({ xml: expect.stringContaining('<n1:v>1.0</n1:v>') as string });
    expect(message.takes({ v: '1.0', a: 1, b: 2, c: 3 })).toBe(true);
    expect(message.takes({ v: '1.0', b: 2 })).toBe(false);
  });

  test('of two optional choices one stands', () => {
    const message = rootMessage(
      sequence(
        '<xs:choice minOccurs="0"><xs:sequence><xs:element name="a" type="xs:int"/><xs:choice><xs:element name="b" type="xs:int"/><xs:element name="c" type="xs:int"/></xs:choice></xs:sequence><xs:element name="d" type="xs:int"/></xs:choice>',
      ),
    );
    passes(message, { a: 1, c: 2 });
    passes(message, { d: 2 });
    passes(message, {});
    expect(message.takes({ a: 1 })).toBe(false);
    expect(findings(message, { a: 1, d: 2 }).join()).toContain('cannot stand here');
  });
});

describe('types that say what they are in the answer', () => {
  const typed = rootMessage(
    `<xs:complexType name="Shape" abstract="true"><xs:sequence/></xs:complexType><xs:complexType name="Dot"><xs:complexContent><xs:extension base="t:Shape"><xs:sequence/><xs:anyAttribute processContents="skip"/></xs:extension></xs:complexContent></xs:complexType>${sequence('<xs:element name="s" type="t:Shape" maxOccurs="9"/><xs:element name="n" type="xs:QName" minOccurs="0"/>')}`,
  );
  const read = (inside: string, strictly = true) =>
    typed.read(`<t:root xmlns:t="urn:test" xmlns:x="http://www.w3.org/2001/XMLSchema-instance">${inside}</t:root>`, strictly);

  test('an abstract one that says nothing is not read, unless loosely', () => {
    expect(() => read('<t:s/>')).toThrow('does not say of which type it is');
    expect(read('<t:s/>', false)).toEqual({ s: [{}] });
    expect(read('<t:s x:type="t:Dot" p="1"/>')).toEqual({ s: [{ $type: 'Dot', '@p': '1' }] });
    expect(() => read('<t:s x:type="zz:Dot"/>')).toThrow();
  });

  test('a name whose prefix nobody declared is its text', () => {
    expect(read('<t:s x:type="t:Dot"/><t:n>zz:a</t:n>')).toMatchObject({ n: 'zz:a' });
  });
});

test('a type that derives from itself, and one that is too wide for a description, are told', () => {
  expect(() =>
    rootMessage(
      `<xs:complexType name="A"><xs:complexContent><xs:extension base="t:A"/></xs:complexContent></xs:complexType>${sequence('<xs:element name="a" type="t:A"/>')}`,
    ),
  ).toThrow();
});
