import { describe, expect, test } from 'vitest';
import { wsdlAround, schemaOf } from '../testing/described.ts';
import { connectTo } from '../testing/scripted-system.ts';

/** What is said of a schema whose element `root` is called: of the description, and of the operation. */
async function said(content: string, files: Record<string, string> = {}, attributes?: string): Promise<string[]> {
  const wsdl = wsdlAround(schemaOf(content, attributes), ['root']);
  const { contract } = await connectTo({ wsdl: { file: 'w.wsdl' }, endpoint: 'http://127.0.0.1:1/' }, { files: { 'w.wsdl': wsdl, ...files } });
  return [...contract.problems, ...contract.operations.flatMap(({ problems }) => problems)].map(({ kind, found }) => `${kind} ${found}`);
}
const root = (inside: string) => `<xs:element name="root"><xs:complexType>${inside}</xs:complexType></xs:element>`;
const child = (type: string) => root(`<xs:sequence><xs:element name="a" ${type}/></xs:sequence>`);
const derived = (content: string, how: string) => root(`<xs:${content}Content>${how}</xs:${content}Content>`);

describe('what is wrong with a schema is told, and only what needs it cannot be called', () => {
  test.each<[string, string, string]>([
    ['a list of nothing', '<xs:simpleType name="T"><xs:list/></xs:simpleType>' + child('type="t:T"'), 'invalid a list of nothing'],
    ['a union of nothing', '<xs:simpleType name="T"><xs:union/></xs:simpleType>' + child('type="t:T"'), 'invalid a union of nothing'],
    ['a restriction of nothing', '<xs:simpleType name="T"><xs:restriction/></xs:simpleType>' + child('type="t:T"'), 'invalid a restriction of nothing'],
    ['a simple type of nothing', '<xs:simpleType name="T"/>' + child('type="t:T"'), 'invalid a simple type that is neither list, union nor restriction'],
    [
      'a list of complex values',
      '<xs:complexType name="C"/><xs:simpleType name="T"><xs:list itemType="t:C"/></xs:simpleType>' + child('type="t:T"'),
      'invalid',
    ],
    [
      'a name whose prefix nobody declares',
      '<xs:simpleType name="T"><xs:restriction base="xs:QName"><xs:enumeration value="zz:a"/></xs:restriction></xs:simpleType>' + child('type="t:T"'),
      'invalid the prefix of zz:a is not declared',
    ],
    ['an attribute of a complex type', '<xs:complexType name="C"/>' + root('<xs:attribute name="p" type="t:C"/>'), ''],
    ['a derivation without a base', derived('complex', '<xs:extension/>'), 'invalid a derivation without a base'],
    ['content that does neither', derived('simple', ''), 'invalid content that neither extends nor restricts'],
    [
      'complex content of a simple type',
      '<xs:simpleType name="S"><xs:restriction base="xs:int"/></xs:simpleType>' + derived('complex', '<xs:extension base="t:S"/>'),
      'invalid complex content that derives from a simple type',
    ],
    [
      'complex content of simple content',
      '<xs:complexType name="B"><xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent></xs:complexType>' +
        derived('complex', '<xs:extension base="t:B"><xs:sequence/></xs:extension>'),
      'invalid complex content that extends simple content',
    ],
    [
      'simple content of elements',
      '<xs:complexType name="B"><xs:sequence/></xs:complexType>' + derived('simple', '<xs:extension base="t:B"/>'),
      'invalid simple content that derives from a type without any',
    ],
    ['a group that names none', root('<xs:group/>'), 'invalid a group that refers to none'],
    [
      'a group that holds itself',
      '<xs:group name="G"><xs:sequence><xs:group ref="t:G"/></xs:sequence></xs:group>' + root('<xs:group ref="t:G"/>'),
      'invalid a group that holds itself',
    ],
    ['a group of nothing', '<xs:group name="G"/>' + root('<xs:group ref="t:G"/>'), 'invalid a group of nothing'],
    ['an element without a name', root('<xs:sequence><xs:element type="xs:int"/></xs:sequence>'), 'invalid an element without a name'],
    ['occurrences that are none', root('<xs:sequence><xs:element name="a" minOccurs="x"/></xs:sequence>'), 'invalid a number of occurrences that is none'],
    ['something else among elements', root('<xs:sequence><xs:attribute name="a"/></xs:sequence>'), 'unsupported xs:attribute among the elements of a type'],
    ['attributes of no group', root('<xs:attributeGroup/>'), 'invalid an attribute group that refers to none'],
    [
      'attributes of a group in itself',
      '<xs:attributeGroup name="A"><xs:attributeGroup ref="t:A"/></xs:attributeGroup>' + root('<xs:attributeGroup ref="t:A"/>'),
      'invalid an attribute group that holds itself',
    ],
    ['a type without a name', '<xs:complexType/>' + child('type="xs:int"'), 'invalid xs:complexType without a name'],
    [
      'what is defined twice, otherwise',
      '<xs:element name="x" type="xs:int"/><xs:element name="x" type="xs:long"/>' + child('type="xs:int"'),
      'invalid defined before, otherwise',
    ],
    ['XML Schema 1.1', '<xs:override schemaLocation="x.xsd"/>' + child('type="xs:int"'), 'unsupported xs:override of XML Schema 1.1'],
    ['an assertion', root('<xs:sequence/><xs:assert test="@a"/>'), 'ignored an assertion: @a'],
    [
      'a redefinition of nothing',
      '<xs:redefine schemaLocation="b.xsd"><xs:complexType name="Gone"/><xs:annotation/></xs:redefine>' + child('type="xs:int"'),
      'which it redefines',
    ],
    ['a prefix that nobody declares', child('type="zz:T"'), 'zz'],
    [
      'an abstract element for which nothing stands',
      '<xs:element name="h" abstract="true"/>' + root('<xs:sequence><xs:element ref="t:h"/></xs:sequence>'),
      'unresolved it is abstract, and nothing may stand in its place',
    ],
  ])('%s', async (_title, content, expected) => {
    const found = await said(content, { 'b.xsd': schemaOf(''), 'x.xsd': schemaOf('') });
    expect(found.join('\n')).toContain(expected);
  });
});

test('documents that are no schema, or of another namespace, are told', async () => {
  const include = '<xs:include schemaLocation="b.xsd"/>' + child('type="xs:int"');
  expect((await said(include, { 'b.xsd': '<other xmlns="urn:o"/>' })).join()).toContain(
    'unreadable the element {urn:o}other instead of the definitions of a WSDL',
  );
  expect((await said(include, { 'b.xsd': schemaOf('', '', 'urn:other') })).join()).toContain('included into urn:test although it is of urn:other');
  expect(
    (await said(include, { 'b.xsd': '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><odd/><xs:notation name="n"/></xs:schema>' })).join(),
  ).not.toContain('b.xsd');
  expect((await said(include, { 'b.xsd': '<xs:schema' })).join()).toContain('unreadable');
});

test('what is defined the same twice is defined once; an unused abstract element is in nobody’s way', async () => {
  expect(
    await said(
      '<xs:element name="x" type="xs:int"/><xs:element name="x" type="xs:int"/><xs:element name="h" abstract="true"/>' +
        root('<xs:sequence><xs:element ref="t:h" minOccurs="0"/></xs:sequence>'),
    ),
  ).toEqual([]);
});
