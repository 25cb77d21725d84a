import { createContext, useContext } from 'react';
import type { FieldUi, Form, GeoPoint, UploadRules } from '../../shared/forms/form-types.ts';

/** A file as answers hold it once it was sent. */
export interface SentFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

/** Sends a file ahead of the form; refuses with the reason in the person's words. */
export type SendFile = (file: File, field: string, rules: UploadRules, onPercent: (percent: number) => void) => Promise<SentFile>;

/** What controls need beyond their own answer. */
export interface FormPlace {
  readonly form: Form;
  /** What is wrong at a path of the answers (`signs.0.width`), in the page's language. */
  readonly problemAt: (path: string) => string | undefined;
  readonly send: SendFile;
  /** Where the map begins: the chosen municipality, else none. */
  readonly near: GeoPoint | undefined;
}

export const FormPlaceContext = createContext<FormPlace | null>(null);

/** The form that a control stands in. */
export function useFormPlace(): FormPlace {
  const place = useContext(FormPlaceContext);
  if (!place) throw new Error('a control of a form stands outside a form');
  return place;
}

/** Id of the control at a path; the summary of what is wrong leads there. */
export const controlId = (path: string): string => `form-${path.replaceAll('.', '-')}`;

export interface ControlProps {
  readonly ui: FieldUi;
  readonly path: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}
