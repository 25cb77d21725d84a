import { readFileSync } from 'node:fs';
import { afterAll, beforeEach } from 'vitest';
import type { Received } from '@amanah/testing';
import { schemaOf, wsdlAround } from './described.ts';
import { connectTo, envelope, startScripted, type Connected } from './scripted-system.ts';

/** A service with one operation, `echo`, of a few fields. */
export const echo = wsdlAround(
  schemaOf(
    '<xs:element name="echo"><xs:complexType><xs:sequence><xs:element name="text" type="xs:string"/><xs:element name="key" type="xs:string" minOccurs="0"/><xs:element name="user" type="xs:string" minOccurs="0"/><xs:element name="more" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="pin" type="xs:string"/></xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>',
  ),
  ['echo'],
);

/** A description of testing/descriptions, as text. */
export const description = (name: string) => readFileSync(new URL(`descriptions/${name}`, import.meta.url), 'utf8');

/** What `echo` answers. */
export const answerEcho = (text = 'مرحبا') => ({ body: envelope(`<e:echo xmlns:e="urn:test"><e:text>${text}</e:text></e:echo>`) });

/** A scripted system for the tests of one file, forgotten between them. */
export async function scriptedForFile() {
  const system = await startScripted();
  beforeEach(() => {
    system.received.length = 0;
    system.answer = () => ({});
  });
  afterAll(() => system.close());
  const asked = (): Received => system.received.at(-1)!;
  return {
    system,
    /** The last request. */
    asked,
    /** Its body. */
    body: () => asked().body.toString(),
    /** Connects to it by a description, that of `echo` unless another is given. */
    connect: (settings: object = {}, secrets: Record<string, string> = {}, wsdl = echo): Promise<Connected> =>
      connectTo({ wsdl: { file: 'w.wsdl' }, endpoint: `${system.url}/soap`, ...settings }, { files: { 'w.wsdl': wsdl }, secrets }),
  };
}
