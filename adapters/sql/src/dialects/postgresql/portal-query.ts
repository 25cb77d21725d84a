import type pg from 'pg';
import type { BoundSql, Cell, Column, RunResult } from '../dialect.ts';
import { cellOf, kindOfType } from './types.ts';

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
  readonly dataTypeModifier: number;
  readonly tableID: number;
  readonly columnID: number;
}

/** What the driver calls while a statement of ours is under way. */
interface Handlers extends pg.Submittable {
  handleRowDescription(message: { readonly fields: readonly Field[] }): void;
  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void;
  handleCommandComplete(message: { readonly text: string }): void;
  handlePortalSuspended(): void;
  handleEmptyQuery(): void;
  handleCopyInResponse(connection: pg.Connection): void;
  handleCopyData(): void;
  handleReadyForQuery(): void;
  handleError(error: Error): void;
}

/** Two messages as the driver sends them; its declarations want texts where it takes numbers and truth. */
interface Sending {
  bind(message: { readonly values: readonly (string | Buffer | null)[] }): void;
  execute(message: { readonly rows: number }): void;
}

/** What a statement is asked for beside its rows. */
interface Wanted {
  /** So many rows and no more; 0 is all. The server stops there. */
  readonly most: number;
  readonly take: (row: readonly Cell[]) => boolean;
}

/**
 * Sends one statement by the extended protocol: text and values apart, exactly one statement, rows limited at the server. One round trip.
 * Rejects with the server's error.
 */
export function runPortal(client: pg.Client, { text, values }: BoundSql, { most, take }: Wanted): Promise<RunResult> {
  return submit(client, (done, failed) => {
    let fields: readonly Field[] = [];
    let affected: number | null = null;
    let wanted = true;
    return {
      submit(connection) {
        const { bind, execute } = connection as unknown as Sending;
        connection.parse({ name: '', text, types: [] }, true);
        bind.call(connection, { values: values.map((value) => (value === null || Buffer.isBuffer(value) ? value : String(value))) });
        connection.describe({ type: 'P', name: '' }, true);
        execute.call(connection, { rows: most });
        connection.sync();
      },
      handleRowDescription: (message) => void (fields = message.fields),
      handleDataRow(message) {
        if (!wanted) return;
        try {
          wanted = take(message.fields.map((value, at) => cellOf(fields[at]?.dataTypeID ?? 0, value)));
        } catch (error) {
          wanted = false;
          failed(error);
        }
      },
      handleCommandComplete: (message) => void (affected = touched(message.text)),
      handleReadyForQuery: () => done({ columns: fields.map(({ name }) => name), affected }),
      handleError: failed,
    };
  });
}

/** Columns of a statement's result and the tables they come from, without running it. */
export function describeStatement(client: pg.Client, text: string): Promise<readonly (Column & Pick<Field, 'tableID' | 'columnID' | 'dataTypeID'>)[]> {
  return submit(client, (done, failed) => {
    let fields: readonly Field[] = [];
    return {
      submit(connection) {
        connection.parse({ name: '', text, types: [] }, true);
        connection.describe({ type: 'S', name: '' }, true);
        connection.sync();
      },
      handleRowDescription: (message) => void (fields = message.fields),
      handleReadyForQuery: () => done(fields.map((field) => ({ ...field, ...columnOf(field) }))),
      handleError: failed,
    };
  });
}

function columnOf({ name, dataTypeID }: Field): Column {
  return { name, kind: kindOfType(dataTypeID), declared: `type ${dataTypeID}`, nullable: true };
}

function submit<T>(
  client: pg.Client,
  handlers: (
    done: (result: T) => void,
    failed: (error: unknown) => void,
  ) => Pick<Handlers, 'submit' | 'handleRowDescription' | 'handleReadyForQuery' | 'handleError'> & Partial<Handlers>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const nothing = () => {};
    const query: Handlers = {
      handleDataRow: nothing,
      handleCommandComplete: nothing,
      handlePortalSuspended: nothing,
      handleEmptyQuery: nothing,
      handleCopyInResponse: (connection) => (connection as pg.Connection & { sendCopyFail(message: string): void }).sendCopyFail('not a statement for this'),
      handleCopyData: nothing,
      ...handlers(resolve, reject),
    };
    client.query(query);
  });
}

/** `INSERT 0 3` and the like; only what writes counts. */
function touched(tag: string): number | null {
  const count = /^(?:INSERT 0|UPDATE|DELETE|MERGE) (\d+)$/.exec(tag)?.[1];
  return count === undefined ? null : Number(count);
}
