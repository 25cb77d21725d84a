import { Readable } from 'node:stream';
import { AmanahError } from '@amanah/errors';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { HandOver } from './contract.ts';

const timeouts = { dnsTimeout: 5_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 25_000 };

/** What a server says of an address that takes no mail now and later: unknown, moved, switched off, not an address (RFC 5321, RFC 3463). */
const noSuchMailbox = /^5\d\d[ -]5\.(?:1\.[012346]|2\.1)\b|^55[013]\b(?![ -]5\.7)/;

/** Mail by one SMTP conversation each. */
export function smtpHandOver(url: string): HandOver {
  const { auth, ...options } = parseConnectionUrl(url);
  return async (envelope, message, handingOver) => {
    const connection = new SMTPConnection({ ...options, ...timeouts });
    let handedOver = false;
    const content = contentOf(message, async () => {
      await handingOver();
      handedOver = true;
    });
    try {
      await converse(connection, { envelope, content, auth });
      connection.quit();
    } catch (error) {
      connection.close();
      throw refusalOf(error as SMTPConnection.SMTPError, handedOver);
    }
  };
}

/** The message as a stream that nobody reads before the server has answered DATA. */
function contentOf(message: Buffer, beforeFirst: () => Promise<void>): Readable {
  return Readable.from(
    (async function* content() {
      await beforeFirst();
      yield message;
    })(),
    { objectMode: false },
  );
}

function converse(
  connection: SMTPConnection,
  { envelope, content, auth }: { envelope: SMTPConnection.Envelope; content: Readable; auth: SMTPConnection.AuthenticationType | undefined },
): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.on('error', reject);
    connection.on('end', () => reject(new Error('the mail server closed the connection')));
    const send = () => connection.send(envelope, content, (error) => (error ? reject(error) : resolve()));
    connection.connect((error) => {
      if (error) return reject(error);
      if (!auth) return send();
      connection.login(auth as SMTPConnection.Credentials, (refused) => (refused ? reject(refused) : send()));
    });
  });
}

/** What a failed conversation means for the one mail: the server's own words decide; without them, how far it came. */
function refusalOf(cause: SMTPConnection.SMTPError, handedOver: boolean): AmanahError {
  const { response = '', responseCode = 0, command } = cause;
  const about = { cause, detail: response || cause.message };
  const forGood = responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
  if (forGood && command === 'RCPT TO' && noSuchMailbox.test(response)) return new AmanahError('MAIL_ADDRESS_REFUSED', about);
  if (forGood) return new AmanahError('MAIL_REFUSED', about);
  if (responseCode >= 400 || !handedOver) return new AmanahError('MAIL_UNAVAILABLE', about);
  return new AmanahError('MAIL_OUTCOME_UNKNOWN', about);
}
