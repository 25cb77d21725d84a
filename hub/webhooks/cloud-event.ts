import type { PluginEvent } from '@amanah/plugin-api';

/** An event as CloudEvents 1.0 writes it in JSON (structured mode). */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: unknown;
}

/** The event as it is sent; `origin` makes its source an address of its own, since a path alone could be anybody's. */
export function cloudEventOf({ id, type, source, subject, time, data }: PluginEvent, origin: string): CloudEvent {
  return {
    specversion: '1.0',
    id,
    type,
    source: new URL(source.startsWith('/') ? source : `/${source}`, origin).href,
    subject,
    time,
    datacontenttype: 'application/json',
    data,
  };
}
