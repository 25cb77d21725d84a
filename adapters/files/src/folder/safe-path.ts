import { AdapterError } from '@amanah/adapter-api';

/** Why a name that a system gave cannot be used; `null` for an ordinary one. */
export function badName(name: string): string | null {
  if (name === '' || name === '.' || name === '..') return 'is no name';
  if (/[/\\]/.test(name)) return 'leads to another folder';
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'has control characters';
  if (Buffer.byteLength(name) > 255) return 'is longer than 255 bytes';
  return null;
}

/** @throws AdapterError `input-invalid` for a path that leads out of the folder */
export function assertInside(path: string): string {
  if (path.split('/').some((part) => badName(part))) throw new AdapterError('input-invalid', `${JSON.stringify(path)} is no path below the folder`);
  return path;
}

/** The folder a path lies in, `''` for the folder itself, and its own name. */
export function splitPath(path: string): { readonly directory: string; readonly name: string } {
  const at = path.lastIndexOf('/');
  return { directory: at < 0 ? '' : path.slice(0, at), name: path.slice(at + 1) };
}

export function joinPath(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
