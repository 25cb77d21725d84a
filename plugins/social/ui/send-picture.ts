import { readProblem } from '@amanah/ui';
import type { NewsAtWork } from '../shared/news-answers.ts';

export type SentPicture = NewsAtWork['pictures'][number];

/** Sends a picture to an item as the body of the request. @throws ApiProblem in the hub's own words */
export async function sendPicture(item: string, file: File): Promise<SentPicture> {
  const response = await fetch(`/api/social/office/news/${encodeURIComponent(item)}/pictures`, {
    method: 'PUT',
    headers: { 'Content-Type': file.type || 'application/octet-stream', 'X-File-Name': encodeURIComponent(file.name) },
    body: file,
  });
  if (!response.ok) throw await readProblem(response);
  return (await response.json()) as SentPicture;
}
