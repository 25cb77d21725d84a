import { expect } from 'vitest';
import type { DescribedMessage } from './described.ts';

/** Writes a value, has it judged, reads it back; gives the XML without the declarations of namespaces. */
export function passes(message: DescribedMessage, value: unknown, back: unknown = value): string {
  expect(message.takes(value), 'the input schema takes it').toBe(true);
  const written = message.write(value);
  if ('findings' in written) throw new Error(JSON.stringify(written.findings));
  expect(message.judge(written.xml)).toEqual([]);
  const read = message.read(written.xml);
  expect(read).toEqual(back);
  expect(message.gives(read), 'the output schema takes what was read').toBe(true);
  return written.xml.replace(/ xmlns:\w+="[^"]*"/g, '');
}

/** What keeps a value from being sent, or from being valid once it is written. */
export const findings = (message: DescribedMessage, value: unknown) => {
  const written = message.write(value);
  return 'findings' in written ? written.findings : message.judge(written.xml).map((one) => ({ path: 'judged', message: one }));
};

/** A root element of one sequence. */
export const sequence = (inside: string, attributes = '') =>
  `<xs:element name="root"><xs:complexType><xs:sequence>${inside}</xs:sequence>${attributes}</xs:complexType></xs:element>`;
