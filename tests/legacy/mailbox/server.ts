import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { serveStandIn, standInArguments } from '../process/serve.ts';
import { Mailbox } from './mailbox.ts';
import { listPage, mailPage } from './pages.ts';

/**
 * What the mail server does instead of taking a mail: `busy` 451 for the recipient, `unknown` 550 for the recipient, `refuses` 554 after the content, `lost-reply` keeps the
 * mail and breaks the connection, `slow-reply` keeps it and answers after `ms`, `closed` ends each connection at once.
 */
const faults = ['none', 'busy', 'unknown', 'refuses', 'lost-reply', 'slow-reply', 'closed'] as const;
let fault: (typeof faults)[number] = 'none';
let slowMs = 60_000;

const mailbox = new Mailbox();
const saying = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  if (fault === 'refuses') throw saying(554, '5.6.0 content refused');
  await mailbox.keep(
    Buffer.concat(chunks),
    session.envelope.rcptTo.map(({ address }) => address),
  );
  if (fault === 'lost-reply') throw new Error('cut');
  if (fault === 'slow-reply') await pause(slowMs, undefined, { ref: false });
}

/** A mail server that takes every mail and shows it on a page, for the demo and the tests: nothing leaves the machine. */
const smtp = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  banner: 'mailbox of the demo',
  logger: false,
  closeTimeout: 100,
  onConnect: (_session, done) => done(fault === 'closed' ? saying(421, 'closed') : null),
  onRcptTo({ address }, _session, done) {
    if (fault === 'busy') return done(saying(451, '4.3.2 try again later'));
    if (fault === 'unknown' || address.startsWith('nobody@')) return done(saying(550, '5.1.1 user unknown'));
    done();
  },
  onData(stream, session, done) {
    take(stream, session).then(
      () => done(),
      (error: Error) => {
        // The connection breaks without a word: the sender does not learn that the mail was taken.
        if (fault === 'lost-reply') return void smtp.connections.forEach((connection) => (connection as unknown as { close(): void }).close());
        done(error);
      },
    );
  },
});

const show: RequestListener = (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://mailbox');
  const id = /^\/mails\/(\d+)(\/html)?$/.exec(pathname);
  const mail = id ? mailbox.mails[Number(id[1]) - 1] : undefined;
  const page = pathname === '/' ? listPage(mailbox.mails, searchParams.get('to')) : mail && (id?.[2] ? (mail.html ?? '') : mailPage(mail));
  response.writeHead(page === undefined ? 404 : 200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    // A mail runs nothing and fetches nothing here either.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'self'; form-action 'self'",
  });
  response.end(page ?? '');
};

const { address, port, settings } = standInArguments({ address: '127.0.0.14', settings: { smtpPort: 0 } });
const listening = smtp.listen(settings.smtpPort, address);
await once(listening, 'listening');
const bound = listening.address();
const smtpPort = typeof bound === 'object' && bound !== null ? bound.port : 0;

await serveStandIn({
  address,
  port,
  listener: () => show,
  more: () => ({ smtp: `smtp://${address}:${smtpPort}` }),
  controls: {
    fault(query) {
      const name = faults.find((one) => one === (query.get('name') ?? 'none'));
      if (!name) throw new Error(`there are the faults ${faults.join(', ')}`);
      fault = name;
      slowMs = Number(query.get('ms') ?? slowMs);
      return { fault };
    },
    mails: (query) => ({ mails: mailbox.mails.filter(({ to }) => !query.has('to') || to.includes(query.get('to') ?? '')) }),
  },
});
