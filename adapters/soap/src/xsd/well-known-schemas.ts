import { ns } from '../xml/namespaces.ts';

const schema = (namespace: string, body: string) =>
  `<xs:schema xmlns:xs="${ns.xsd}" targetNamespace="${namespace}" elementFormDefault="qualified">${body}</xs:schema>`;

/**
 * Schemas of public standards that descriptions import by namespace alone, each reduced to what messages use. The encoding rules of SOAP 1.1 are
 * not among them: types built on them belong to rpc/encoded, which is not spoken.
 */
export const wellKnownSchemas: ReadonlyMap<string, string> = new Map([
  [
    ns.xml,
    schema(
      ns.xml,
      `<xs:attribute name="lang" type="xs:string"/>
       <xs:attribute name="space"><xs:simpleType><xs:restriction base="xs:NCName"><xs:enumeration value="default"/><xs:enumeration value="preserve"/></xs:restriction></xs:simpleType></xs:attribute>
       <xs:attribute name="base" type="xs:anyURI"/>
       <xs:attribute name="id" type="xs:ID"/>
       <xs:attributeGroup name="specialAttrs"><xs:attribute xmlns:xml="${ns.xml}" ref="xml:base"/><xs:attribute ref="xml:lang"/><xs:attribute ref="xml:space"/><xs:attribute ref="xml:id"/></xs:attributeGroup>`,
    ),
  ],
  [ns.swaRef, schema(ns.swaRef, '<xs:simpleType name="swaRef"><xs:restriction base="xs:anyURI"/></xs:simpleType>')],
  [
    ns.xmlMime,
    schema(
      ns.xmlMime,
      `<xs:attribute name="contentType"><xs:simpleType><xs:restriction base="xs:string"><xs:minLength value="3"/></xs:restriction></xs:simpleType></xs:attribute>
       <xs:attribute name="expectedContentTypes" type="xs:string"/>
       <xs:complexType name="base64Binary"><xs:simpleContent><xs:extension base="xs:base64Binary"><xs:attribute xmlns:m="${ns.xmlMime}" ref="m:contentType"/></xs:extension></xs:simpleContent></xs:complexType>
       <xs:complexType name="hexBinary"><xs:simpleContent><xs:extension base="xs:hexBinary"><xs:attribute xmlns:m="${ns.xmlMime}" ref="m:contentType"/></xs:extension></xs:simpleContent></xs:complexType>`,
    ),
  ],
  [
    ns.soap11,
    schema(
      ns.soap11,
      '<xs:attribute name="mustUnderstand"><xs:simpleType><xs:restriction base="xs:boolean"/></xs:simpleType></xs:attribute><xs:attribute name="actor" type="xs:anyURI"/>',
    ),
  ],
  [
    ns.wsa,
    schema(
      ns.wsa,
      `<xs:element xmlns:a="${ns.wsa}" name="EndpointReference" type="a:EndpointReferenceType"/>
       <xs:complexType xmlns:a="${ns.wsa}" name="EndpointReferenceType"><xs:sequence><xs:element name="Address" type="a:AttributedURIType"/><xs:element name="ReferenceParameters" type="a:ReferenceParametersType" minOccurs="0"/><xs:element name="Metadata" type="a:MetadataType" minOccurs="0"/><xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/></xs:sequence><xs:anyAttribute namespace="##other" processContents="lax"/></xs:complexType>
       <xs:complexType name="ReferenceParametersType"><xs:sequence><xs:any namespace="##any" processContents="lax" minOccurs="0" maxOccurs="unbounded"/></xs:sequence><xs:anyAttribute namespace="##other" processContents="lax"/></xs:complexType>
       <xs:complexType name="MetadataType"><xs:sequence><xs:any namespace="##any" processContents="lax" minOccurs="0" maxOccurs="unbounded"/></xs:sequence><xs:anyAttribute namespace="##other" processContents="lax"/></xs:complexType>
       <xs:complexType name="AttributedURIType"><xs:simpleContent><xs:extension base="xs:anyURI"><xs:anyAttribute namespace="##other" processContents="lax"/></xs:extension></xs:simpleContent></xs:complexType>`,
    ),
  ],
]);
