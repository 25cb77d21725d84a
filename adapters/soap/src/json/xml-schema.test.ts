import { describe, expect, test } from 'vitest';
import { describedMessage, rootMessage, schemaOf, wsdlAround } from '../testing/described.ts';
import { findings, passes, sequence } from '../testing/judged-message.ts';

describe('forms and namespaces', () => {
  test('local elements are qualified or not as the schema says, and as each element says', () => {
    const inside =
      '<xs:element name="a" type="xs:string"/><xs:element name="b" form="unqualified" type="xs:string"/><xs:element name="c" form="qualified" type="xs:string"/>';
    expect(passes(rootMessage(sequence(inside)), { a: '1', b: '2', c: '3' })).toBe('<n1:root><n1:a>1</n1:a><b>2</b><n1:c>3</n1:c></n1:root>');
    expect(passes(rootMessage(sequence(inside), ''), { a: '1', b: '2', c: '3' })).toBe('<n1:root><a>1</a><b>2</b><n1:c>3</n1:c></n1:root>');
  });

  test('attributes are qualified only where it is said', () => {
    const inside = '<xs:attribute name="p" type="xs:string"/><xs:attribute name="q" form="qualified" type="xs:string"/>';
    expect(passes(rootMessage(sequence('', inside)), { '@p': '1', '@{urn:test}q': '2' })).toBe('<n1:root p="1" n1:q="2"/>');
    expect(passes(rootMessage(sequence('', inside), 'attributeFormDefault="qualified"'), { '@{urn:test}p': '1', '@{urn:test}q': '2' })).toContain('n1:p="1"');
  });

  test('elements of several namespaces meet in one type; one local name in two namespaces is called by both', () => {
    const other = schemaOf('<xs:element name="a" type="xs:int"/>', '', 'urn:other');
    const message = rootMessage(
      `<xs:import namespace="urn:other"/>${sequence('<xs:element name="a" type="xs:string"/><xs:element ref="o:a"/>')}`,
      undefined,
      other,
    );
    expect(passes(message, { '{urn:test}a': 'x', '{urn:other}a': 5 })).toBe('<n1:root><n1:a>x</n1:a><n2:a>5</n2:a></n1:root>');
  });

  test('a schema without a namespace takes that of the one which includes it, also twice under two namespaces', () => {
    const chameleon =
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="T"><xs:sequence><xs:element name="v" type="V"/></xs:sequence></xs:complexType><xs:simpleType name="V"><xs:restriction base="xs:int"/></xs:simpleType></xs:schema>';
    const one = schemaOf(
      `<xs:include schemaLocation="c.xsd"/><xs:import namespace="urn:other"/>${sequence('<xs:element name="a" type="t:T"/><xs:element name="b" type="o:T"/>')}`,
    );
    const two = schemaOf('<xs:include schemaLocation="c.xsd"/>', '', 'urn:other');
    const message = describedMessage([
      { address: 'upload:///a/w.wsdl', text: wsdlAround(`${one}${two}`, ['root']) },
      { address: 'upload:///a/c.xsd', text: chameleon },
    ]);
    expect(passes(message, { a: { v: 1 }, b: { v: 2 } })).toBe('<n1:root><n1:a><v>1</v></n1:a><n1:b><v>2</v></n1:b></n1:root>');
  });

  test('schemas that import each other in a circle are one', () => {
    const other = schemaOf(
      '<xs:import namespace="urn:test"/><xs:complexType name="Back"><xs:sequence><xs:element name="again" type="t:Forth" minOccurs="0"/></xs:sequence></xs:complexType>',
      '',
      'urn:other',
    );
    const forth = '<xs:complexType name="Forth"><xs:sequence><xs:element name="back" type="o:Back"/></xs:sequence></xs:complexType>';
    const message = rootMessage(`<xs:import namespace="urn:other"/>${forth}<xs:element name="root" type="t:Forth"/>`, '', other);
    expect(passes(message, { back: { again: { back: {} } } })).toBe('<n1:root><back><again><back/></again></back></n1:root>');
  });

  test('default namespaces of the schema document itself mean what they mean there', () => {
    const schema =
      '<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test" xmlns:t="urn:test"><element name="root"><complexType><sequence><element name="a" type="int"/></sequence></complexType></element></schema>';
    expect(passes(describedMessage(wsdlAround(schema, ['root'])), { a: 3 })).toBe('<n1:root><a>3</a></n1:root>');
  });
});

describe('groups', () => {
  test('elements are written in the order of the schema, whatever the order of the keys', () => {
    const message = rootMessage(
      sequence('<xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int" minOccurs="0"/><xs:element name="c" type="xs:int"/>'),
    );
    expect(passes(message, { c: 3, a: 1 })).toBe('<n1:root><n1:a>1</n1:a><n1:c>3</n1:c></n1:root>');
    expect(findings(message, { c: 3 })).toEqual([{ path: '', message: 'a is missing' }]);
    expect(message.takes({ c: 3 })).toBe(false);
    expect(findings(message, { a: 1, c: 3, d: 4 })).toEqual([{ path: '/d', message: 'is not known here' }]);
  });

  test('what may occur several times is a list, with one member and with none too', () => {
    const message = rootMessage(sequence('<xs:element name="a" type="xs:int" minOccurs="0" maxOccurs="3"/>'));
    expect(passes(message, { a: [7] })).toBe('<n1:root><n1:a>7</n1:a></n1:root>');
    expect(passes(message, {}, { a: [] })).toBe('<n1:root/>');
    expect(message.takes({ a: [1, 2, 3, 4] })).toBe(false);
    expect(findings(message, { a: 7 })).toEqual([{ path: '', message: 'a is a list' }]);
  });

  test('a choice takes exactly one of its branches', () => {
    const message = rootMessage(
      sequence(
        '<xs:choice><xs:element name="a" type="xs:int"/><xs:sequence><xs:element name="b" type="xs:int"/><xs:element name="c" type="xs:int"/></xs:sequence></xs:choice>',
      ),
    );
    passes(message, { a: 1 });
    expect(passes(message, { b: 1, c: 2 })).toBe('<n1:root><n1:b>1</n1:b><n1:c>2</n1:c></n1:root>');
    for (const wrong of [{}, { a: 1, b: 2 }, { b: 1 }, { a: 1, b: 1, c: 1 }]) {
      expect(message.takes(wrong)).toBe(false);
      expect(findings(message, wrong)).not.toEqual([]);
    }
  });

  test('a choice that occurs several times keeps its order', () => {
    const message = rootMessage(
      '<xs:element name="root"><xs:complexType><xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:string"/></xs:choice></xs:complexType></xs:element>',
    );
    expect(passes(message, { $items: [{ a: 1 }, { b: 'x' }, { a: 2 }] })).toBe('<n1:root><n1:a>1</n1:a><n1:b>x</n1:b><n1:a>2</n1:a></n1:root>');
    expect(passes(message, {}, { $items: [] })).toBe('<n1:root/>');
    expect(message.takes({ $items: [{ a: 1, b: 'x' }] })).toBe(false);
  });

  test('a sequence that occurs several times is a list of objects', () => {
    const message = rootMessage(
      '<xs:element name="root"><xs:complexType><xs:sequence maxOccurs="unbounded"><xs:element name="k" type="xs:string"/><xs:element name="v" type="xs:int" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>',
    );
    expect(passes(message, { $items: [{ k: 'x', v: 1 }, { k: 'y' }] })).toBe('<n1:root><n1:k>x</n1:k><n1:v>1</n1:v><n1:k>y</n1:k></n1:root>');
  });

  test('an optional sequence stands whole or not at all', () => {
    const message = rootMessage(
      sequence(
        '<xs:element name="x" type="xs:int"/><xs:sequence minOccurs="0"><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:sequence>',
      ),
    );
    passes(message, { x: 0 });
    passes(message, { x: 0, a: 1, b: 2 });
    expect(message.takes({ x: 0, a: 1 })).toBe(false);
    expect(findings(message, { x: 0, a: 1 })).toEqual([{ path: '', message: 'b is missing' }]);
  });

  test('all: any order is read', () => {
    const message = rootMessage(
      '<xs:element name="root"><xs:complexType><xs:all><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int" minOccurs="0"/></xs:all></xs:complexType></xs:element>',
    );
    passes(message, { a: 1, b: 2 });
    expect(message.read('<t:root xmlns:t="urn:test"><t:b>2</t:b><t:a>1</t:a></t:root>')).toEqual({ a: 1, b: 2 });
  });

  test('one element at two places of a sequence is one list', () => {
    const message = rootMessage(sequence('<xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/><xs:element name="a" type="xs:int"/>'));
    expect(passes(message, { a: [1, 2], b: 9 })).toBe('<n1:root><n1:a>1</n1:a><n1:b>9</n1:b><n1:a>2</n1:a></n1:root>');
  });

  test('groups and attribute groups are what they refer to, also when an element inside returns to the group', () => {
    const message = rootMessage(
      `<xs:group name="g"><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="inner" minOccurs="0"><xs:complexType><xs:group ref="t:g"/></xs:complexType></xs:element></xs:sequence></xs:group>
       <xs:attributeGroup name="ag"><xs:attribute name="p" type="xs:int" use="required"/></xs:attributeGroup>
       <xs:element name="root"><xs:complexType><xs:group ref="t:g"/><xs:attributeGroup ref="t:ag"/></xs:complexType></xs:element>`,
    );
    passes(message, { '@p': 1, a: 1, inner: { a: 2, inner: { a: 3, inner: { a: 4 } } } });
  });
});

describe('types', () => {
  const shapes = `
    <xs:complexType name="Shape" abstract="true"><xs:sequence><xs:element name="colour" type="xs:string"/></xs:sequence><xs:attribute name="id" type="xs:int"/></xs:complexType>
    <xs:complexType name="Circle"><xs:complexContent><xs:extension base="t:Shape"><xs:sequence><xs:element name="r" type="xs:double"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
    <xs:complexType name="Ring"><xs:complexContent><xs:extension base="t:Circle"><xs:sequence><xs:element name="inner" type="xs:double"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>`;

  test('a derived type says which it is by $type, an abstract one cannot stand', () => {
    const message = rootMessage(`${shapes}${sequence('<xs:element name="s" type="t:Shape" maxOccurs="unbounded"/><xs:element name="c" type="t:Circle"/>')}`);
    const value = {
      s: [
        { $type: 'Circle', '@id': 1, colour: 'أحمر', r: 2.5 },
        { $type: 'Ring', colour: 'x', r: 1, inner: 0.5 },
      ],
      c: { colour: 'y', r: 3 },
    };
    expect(passes(message, value)).toBe(
      '<n1:root><n1:s xsi:type="n1:Circle" id="1"><n1:colour>أحمر</n1:colour><n1:r>2.5</n1:r></n1:s><n1:s xsi:type="n1:Ring"><n1:colour>x</n1:colour><n1:r>1</n1:r><n1:inner>0.5</n1:inner></n1:s><n1:c><n1:colour>y</n1:colour><n1:r>3</n1:r></n1:c></n1:root>',
    );
    expect(message.takes({ s: [{ colour: 'x' }], c: value.c })).toBe(false);
    expect(findings(message, { s: [{ colour: 'x' }], c: value.c })).toEqual([{ path: '/s/0', message: 'needs a $type: Circle, Ring' }]);
    expect(findings(message, { s: [{ $type: 'Square', colour: 'x' }], c: value.c })).toEqual([{ path: '/s/0', message: '$type is one of Circle, Ring' }]);
  });

  test('an answer whose type cannot stand there is not read', () => {
    const message = rootMessage(`${shapes}<xs:complexType name="Other"><xs:sequence/></xs:complexType>${sequence('<xs:element name="s" type="t:Shape"/>')}`);
    expect(() => message.read('<t:root xmlns:t="urn:test" xmlns:x="http://www.w3.org/2001/XMLSchema-instance"><t:s x:type="t:Other"/></t:root>')).toThrow(
      /cannot stand there/,
    );
  });

  test('a restriction narrows its base, and may forbid its attributes', () => {
    const message = rootMessage(
      `<xs:complexType name="Base"><xs:sequence><xs:element name="a" type="xs:int" minOccurs="0"/><xs:element name="b" type="xs:int" minOccurs="0"/></xs:sequence><xs:attribute name="p" type="xs:int"/><xs:attribute name="q" type="xs:int"/></xs:complexType>
       <xs:complexType name="Narrow"><xs:complexContent><xs:restriction base="t:Base"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence><xs:attribute name="p" use="prohibited"/></xs:restriction></xs:complexContent></xs:complexType>
       <xs:element name="root" type="t:Narrow"/>`,
    );
    passes(message, { '@q': 1, a: 1 });
    expect(findings(message, { '@p': 1, a: 1 })).toEqual([{ path: '/@p', message: 'is not known here' }]);
    expect(findings(message, { a: 1, b: 1 })).toEqual([{ path: '/b', message: 'is not known here' }]);
  });

  test('an element stands for the head of its substitution group', () => {
    const message = rootMessage(
      `<xs:element name="head" type="xs:anyType" abstract="true"/><xs:element name="one" type="xs:int" substitutionGroup="t:head"/><xs:element name="two" type="xs:string" substitutionGroup="t:head"/>
       <xs:element name="three" substitutionGroup="t:two" type="xs:string"/>${sequence('<xs:element ref="t:head"/><xs:element ref="t:two" minOccurs="0" maxOccurs="unbounded"/>')}`,
    );
    expect(passes(message, { one: 5, $items: [{ three: 'x' }, { two: 'y' }] })).toBe(
      '<n1:root><n1:one>5</n1:one><n1:three>x</n1:three><n1:two>y</n1:two></n1:root>',
    );
  });

  test('text with attributes stands under $value', () => {
    const message = rootMessage(
      sequence(
        '<xs:element name="m"><xs:complexType><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="unit" type="xs:string" default="SAR"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>',
      ),
    );
    expect(passes(message, { m: { '@unit': 'USD', $value: '12.50' } })).toBe('<n1:root><n1:m unit="USD">12.50</n1:m></n1:root>');
    passes(message, { m: { $value: '1.0' } }, { m: { '@unit': 'SAR', $value: '1.0' } });
  });

  test('a type of its own with text and attributes derives on', () => {
    const message = rootMessage(
      `<xs:complexType name="A"><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="p" type="xs:int"/></xs:extension></xs:simpleContent></xs:complexType>
       <xs:complexType name="B"><xs:simpleContent><xs:restriction base="t:A"><xs:maxLength value="3"/></xs:restriction></xs:simpleContent></xs:complexType>${sequence('<xs:element name="a" type="t:A"/>')}`,
    );
    passes(message, { a: { $type: 'B', '@p': 2, $value: 'abc' } });
    expect(message.takes({ a: { $type: 'B', $value: 'abcd' } })).toBe(false);
  });

  test('null is nil, where nil is taken; attributes go with it', () => {
    const message = rootMessage(
      sequence(
        '<xs:element name="a" type="xs:int" nillable="true"/><xs:element name="b" type="xs:int" minOccurs="0"/><xs:element name="c" nillable="true" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="d" type="xs:int"/></xs:sequence><xs:attribute name="p" type="xs:int" use="required"/></xs:complexType></xs:element>',
      ),
    );
    expect(passes(message, { a: null })).toBe('<n1:root><n1:a xsi:nil="true"/></n1:root>');
    expect(passes(message, { a: 1, c: { $nil: true, '@p': 2 } })).toBe('<n1:root><n1:a>1</n1:a><n1:c xsi:nil="true" p="2"/></n1:root>');
    expect(message.takes({ a: 1, b: null })).toBe(false);
    expect(findings(message, { a: 1, b: null })).toEqual([{ path: '/b', message: 'null is not taken here' }]);
  });

  test('a type may hold itself, by name and by element', () => {
    const message = rootMessage(
      `<xs:complexType name="Node"><xs:sequence><xs:element name="v" type="xs:int"/><xs:element name="next" type="t:Node" minOccurs="0"/></xs:sequence></xs:complexType>
       <xs:element name="tree"><xs:complexType><xs:sequence><xs:element ref="t:tree" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>${sequence('<xs:element name="n" type="t:Node"/><xs:element ref="t:tree"/>')}`,
    );
    passes(message, { n: { v: 1, next: { v: 2, next: { v: 3 } } }, tree: { tree: [{ tree: [] }, { tree: [{ tree: [] }] }] } });
  });

  test('mixed content keeps texts and elements in their order', () => {
    const message = rootMessage(
      '<xs:element name="root"><xs:complexType mixed="true"><xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="b" type="xs:string"/><xs:element name="n" type="xs:int"/></xs:choice></xs:complexType></xs:element>',
    );
    expect(passes(message, { root: { $content: ['قبل ', { b: 'x' }, ' بعد', { n: 4 }] } })).toBe('<n1:root>قبل <n1:b>x</n1:b> بعد<n1:n>4</n1:n></n1:root>');
  });

  test('wildcards carry elements and attributes of which no schema tells', () => {
    const message = rootMessage(
      sequence(
        '<xs:element name="a" type="xs:int"/><xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>',
        '<xs:anyAttribute processContents="skip"/>',
      ),
    );
    const value = { '@{urn:x}p': 'q', a: 1, $any: [{ $name: '{urn:x}e', '@f': 'g', $content: ['text', { $name: 'plain', $content: [] }] }] };
    expect(passes(message, value)).toBe('<n1:root n2:p="q"><n1:a>1</n1:a><n2:e f="g">text<plain/></n2:e></n1:root>');
    expect(findings(message, { a: 1, $any: [{ $content: [] }] })).toEqual([{ path: '/$any/0', message: 'expected an element with its $name' }]);
    expect(findings(message, { a: 1, $any: [{ $name: '{urn:test}a', $content: ['1'] }] })[0]?.path).toBe('judged');
  });

  test('xs:anyType takes text, elements, and a type of its own', () => {
    const message = rootMessage(sequence('<xs:element name="a" type="xs:anyType"/><xs:element name="b" minOccurs="0"/>'));
    passes(message, { a: 'نص', b: '' });
    expect(passes(message, { a: { $type: '{http://www.w3.org/2001/XMLSchema}int', $content: ['5'] } })).toBe(
      '<n1:root><n1:a xsi:type="xs:int">5</n1:a></n1:root>',
    );
    passes(message, { a: { '@p': '1', $content: ['x', { $name: 'y', $content: [] }] } });
  });

  test('redefined types are the new ones, built on the old', () => {
    const base = schemaOf(
      '<xs:complexType name="P"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:complexType><xs:simpleType name="S"><xs:restriction base="xs:string"><xs:maxLength value="9"/></xs:restriction></xs:simpleType>',
    );
    const redefining = schemaOf(
      `<xs:redefine schemaLocation="base.xsd"><xs:complexType name="P"><xs:complexContent><xs:extension base="t:P"><xs:sequence><xs:element name="b" type="t:S"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
       <xs:simpleType name="S"><xs:restriction base="t:S"><xs:minLength value="2"/></xs:restriction></xs:simpleType></xs:redefine><xs:element name="root" type="t:P"/>`,
    );
    const message = describedMessage([
      { address: 'upload:///w.wsdl', text: wsdlAround(redefining, ['root']) },
      { address: 'upload:///base.xsd', text: base },
    ]);
    passes(message, { a: 1, b: 'xy' });
    expect(message.takes({ a: 1, b: 'x' })).toBe(false);
    expect(message.takes({ a: 1, b: '1234567890' })).toBe(false);
  });
});
