import fc from 'fast-check';
import { seededRandom } from '@amanah/testing/adapter-suite';
import { describe, expect, test } from 'vitest';
import { rootMessage, schemaOf, type DescribedMessage } from '../testing/described.ts';
import { generateValue, TooDeep } from '../testing/generate-value.ts';

const runs = process.env['AMANAH_TEST_VOLUME'] === 'long' ? 5_000 : 120;

const licence = `
  <xs:simpleType name="Number"><xs:restriction base="xs:string"><xs:pattern value="[0-9]{5,15}"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="State"><xs:restriction base="xs:token"><xs:enumeration value="valid"/><xs:enumeration value="expired"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Percent"><xs:restriction base="xs:integer"><xs:minInclusive value="0"/><xs:maxInclusive value="100"/></xs:restriction></xs:simpleType>
  <xs:complexType name="Person"><xs:choice><xs:element name="nationalId"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[12][0-9]{9}"/></xs:restriction></xs:simpleType></xs:element><xs:sequence><xs:element name="first" type="xs:string"/><xs:element name="last" type="xs:string" minOccurs="0"/></xs:sequence></xs:choice></xs:complexType>
  <xs:complexType name="Fee"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="kind" type="t:State" use="required"/><xs:attribute name="share" type="t:Percent"/></xs:extension></xs:simpleContent></xs:complexType>
  <xs:element name="root"><xs:complexType><xs:sequence>
    <xs:element name="number" type="t:Number"/><xs:element name="owner" type="t:Person" maxOccurs="4"/><xs:element name="state" type="t:State" nillable="true"/>
    <xs:element name="issued" type="xs:date" minOccurs="0"/><xs:element name="at" type="xs:dateTime" minOccurs="0"/><xs:element name="fee" type="t:Fee" minOccurs="0" maxOccurs="unbounded"/>
    <xs:sequence minOccurs="0"><xs:element name="lat" type="xs:double"/><xs:element name="lng" type="xs:double"/></xs:sequence>
    <xs:element name="scan" type="xs:base64Binary" minOccurs="0"/><xs:element name="tags" minOccurs="0"><xs:simpleType><xs:list itemType="xs:NMTOKEN"/></xs:simpleType></xs:element>
  </xs:sequence><xs:attribute name="id" type="xs:long" use="required"/><xs:attribute name="open" type="xs:boolean"/></xs:complexType></xs:element>`;

const shapes = `
  <xs:complexType name="Shape" abstract="true"><xs:sequence><xs:element name="colour" type="xs:string" minOccurs="0"/></xs:sequence></xs:complexType>
  <xs:complexType name="Circle"><xs:complexContent><xs:extension base="t:Shape"><xs:sequence><xs:element name="r" type="xs:unsignedShort"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  <xs:complexType name="Ring"><xs:complexContent><xs:extension base="t:Circle"><xs:choice minOccurs="0" maxOccurs="3"><xs:element name="in" type="xs:short"/><xs:element name="out" type="xs:gYear"/></xs:choice></xs:extension></xs:complexContent></xs:complexType>
  <xs:complexType name="Group"><xs:complexContent><xs:extension base="t:Shape"><xs:sequence><xs:element name="part" type="t:Shape" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  <xs:element name="note" type="xs:string" abstract="true"/><xs:element name="remark" type="xs:string" substitutionGroup="t:note"/><xs:element name="warning" type="xs:string" substitutionGroup="t:note"/>
  <xs:element name="root"><xs:complexType><xs:sequence><xs:element name="shape" type="t:Shape" maxOccurs="3"/><xs:element ref="t:note" minOccurs="0"/><xs:element ref="o:other" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>`;
const other = schemaOf(
  '<xs:import namespace="urn:test"/><xs:element name="other"><xs:complexType><xs:all><xs:element name="shape" type="t:Shape"/><xs:element name="q" type="xs:QName" minOccurs="0"/></xs:all></xs:complexType></xs:element>',
  '',
  'urn:other',
);

const nested = `
  <xs:group name="pair"><xs:sequence><xs:element name="k" type="xs:string"/><xs:element name="v" type="xs:int" nillable="true"/></xs:sequence></xs:group>
  <xs:element name="root"><xs:complexType>
    <xs:choice>
      <xs:sequence><xs:element name="a" type="xs:int"/><xs:choice minOccurs="0"><xs:element name="b" type="xs:int"/><xs:element name="c" type="xs:int" minOccurs="0" maxOccurs="2"/></xs:choice></xs:sequence>
      <xs:sequence maxOccurs="unbounded"><xs:group ref="t:pair"/><xs:choice minOccurs="0"><xs:element name="x" type="xs:boolean"/><xs:sequence><xs:element name="y" type="xs:int"/><xs:element name="z" type="xs:int" minOccurs="0"/></xs:sequence></xs:choice></xs:sequence>
      <xs:sequence minOccurs="0"><xs:element name="d" type="xs:string"/><xs:element name="e" minOccurs="2" maxOccurs="4" type="xs:int"/></xs:sequence>
    </xs:choice>
    <xs:attribute name="p" type="xs:duration"/>
  </xs:complexType></xs:element>`;

const open = `
  <xs:element name="root"><xs:complexType><xs:sequence><xs:element name="a" type="xs:anyType"/><xs:element name="m" minOccurs="0"><xs:complexType mixed="true"><xs:sequence><xs:element name="b" type="xs:int" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
  <xs:any namespace="##other" processContents="skip" minOccurs="0" maxOccurs="unbounded"/></xs:sequence><xs:anyAttribute namespace="##other" processContents="skip"/></xs:complexType></xs:element>`;

function check(message: DescribedMessage, seed: number, exactly: boolean): void {
  let value: unknown;
  try {
    value = generateValue(message.input, seededRandom(seed));
  } catch (error) {
    if (error instanceof TooDeep) return;
    throw error;
  }
  expect(message.takes(value), 'the generator keeps to the schema').toBe(true);
  const written = message.write(value);
  if ('findings' in written) throw new Error(JSON.stringify({ value, findings: written.findings }));
  expect(message.judge(written.xml), written.xml).toEqual([]);
  const read = message.read(written.xml);
  expect(message.gives(read), JSON.stringify(read)).toBe(true);
  if (exactly) expect(withoutEmptyLists(read)).toEqual(withoutEmptyLists(value));
  const again = message.write(read);
  expect('xml' in again ? again.xml : again.findings).toBe(written.xml);
}

/** Reading gives lists without members where a caller may leave them out. */
function withoutEmptyLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptyLists);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (Array.isArray(inner) && inner.length === 0 && key !== 'tags' ? [] : [[key, withoutEmptyLists(inner)]])),
  );
}

describe('what the input schema takes is valid XML, and is read back as it was', () => {
  test.each([
    ['texts, numbers, dates, choices, optional groups, text with attributes', rootMessage(licence), true],
    ['derived and abstract types, substitution, two namespaces, recursion', rootMessage(`<xs:import namespace="urn:other"/>${shapes}`, undefined, other), true],
    ['choices and repeated groups within each other', rootMessage(nested), true],
    ['wildcards, any type and mixed content', rootMessage(open), false],
  ])('%s', (_, message, exactly) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), (seed) => check(message, seed, exactly)),
      { numRuns: runs, seed: 20261127 },
    );
  });
});
