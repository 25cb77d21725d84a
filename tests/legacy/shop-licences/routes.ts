import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { logo, script, styleSheet } from './assets.ts';
import { Attachments } from './attachments.ts';
import { decodeFields, encodePage, readForm } from './legacy-text.ts';
import type { Licence } from './licences.ts';
import type { Municipality } from './municipalities.ts';
import { attachPage, helpFrames, homePage, licencePage, loginPage, plainPage, printPage, searchPage, type PageContext } from './pages.ts';
import type { LegacySession, LegacySessions } from './sessions.ts';

export interface LegacySystem {
  readonly origin: string;
  readonly municipality: Municipality;
  readonly licences: readonly Licence[];
  readonly sessions: LegacySessions;
}

const base = '/rokhas';

/** The pages of the old system under `/rokhas/`; everything but sign-in and static files needs its own session. */
export function createRoutes(system: LegacySystem): RequestListener {
  const attachments = new Attachments();
  return (request, response) => {
    answer(system, attachments, request, response).catch(
      () => response.headersSent || response.writeHead(500).end('Microsoft VBScript runtime error 800a01a8'),
    );
  };
}

async function answer(system: LegacySystem, attachments: Attachments, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { origin, municipality, licences, sessions } = system;
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const page = path.startsWith(`${base}/`) ? path.slice(base.length + 1) : null;
  if (page === null) return redirect(response, `${origin}${base}/default.asp`);
  if (page === 'style.css') return send(response, 'text/css', styleSheet(origin));
  if (page === 'rokhas.js') return send(response, 'application/x-javascript', script);
  if (page === 'logo.gif') return send(response, 'image/gif', logo);

  const id = new RegExp(`(?:^|; *)${municipality.cookie}=([0-9A-F]+)`).exec(request.headers.cookie ?? '')?.[1];
  const session = sessions.find(id);
  if (page === 'login.asp') return login(system, request, response, session, decodeFields(query));
  if (!session?.user) {
    if (page.startsWith('json/')) return send(response, 'application/json', '{"error":"session"}', 401);
    return redirect(response, `${origin}${base}/login.asp${id ? '?m=timeout' : ''}`);
  }
  const context: PageContext = { municipality, origin, user: session.user };
  const fields = decodeFields(query);
  const licence = licences.find((one) => one.number === fields.get('no'));
  switch (page) {
    case '':
    case 'default.asp':
      return html(response, homePage(context, licences));
    case 'search.asp': {
      const wanted = fields.get('q')?.trim() ?? '';
      const found = licences.filter((one) => [one.number, one.shop, one.owner, one.district, one.activity].some((field) => field.includes(wanted)));
      return html(response, searchPage(context, wanted, found));
    }
    case 'licence.asp':
      return licence ? html(response, licencePage(context, licence)) : html(response, plainPage('خطأ', 'لا توجد رخصة بهذا الرقم'), 404);
    case 'print.asp':
      return licence ? html(response, printPage(context, licence)) : html(response, plainPage('خطأ', 'لا توجد رخصة بهذا الرقم'), 404);
    case 'attach.asp':
      if (request.method !== 'POST') return html(response, attachPage(context, session.token, null));
      if (fields.get('t') !== session.token) return html(response, plainPage('خطأ', 'رمز النموذج غير صالح'), 403);
      return html(response, attachPage(context, session.token, await attachments.receive(request)));
    case 'download.asp':
      return attachments.send(request, response, fields.get('file') ?? null, licence ? printPage(context, licence) : null);
    case 'json/status.asp':
      return send(response, 'application/json', JSON.stringify({ online: sessions.signedIn, home: `${origin}${base}/default.asp` }));
    case 'ticker.asp':
      return ticker(request, response);
    case 'news.asp':
      return html(response, plainPage('الأخبار', 'يُرجى تجديد الرخص المنتهية قبل نهاية الشهر. يبدأ الدوام الساعة السابعة والنصف صباحاً.'));
    case 'help/':
      return html(response, helpFrames(context));
    case 'help/index.asp':
      return html(
        response,
        plainPage(
          'الفهرس',
          `<A HREF="${origin}${base}/help/body.asp" TARGET="body">كيفية الاستعلام</A><BR><A HREF="${origin}${base}/default.asp" TARGET="_top">العودة للنظام</A>`,
        ),
      );
    case 'help/body.asp':
      return html(response, plainPage('كيفية الاستعلام', 'اكتب جزءاً من اسم المحل أو رقم الرخصة ثم اضغط بحث.'));
    case 'logout.asp':
      sessions.end(session.id);
      response.setHeader('set-cookie', `${municipality.cookie}=; Path=${base}; Expires=Thu, 01 Jan 1970 00:00:00 GMT`);
      return redirect(response, `${origin}${base}/login.asp?m=out`);
    default:
      return html(response, plainPage('خطأ 404', 'الصفحة غير موجودة'), 404);
  }
}

async function login(
  system: LegacySystem,
  request: IncomingMessage,
  response: ServerResponse,
  session: LegacySession | null,
  fields: Map<string, string>,
): Promise<void> {
  const { origin, municipality, sessions } = system;
  const context: PageContext = { municipality, origin, user: null };
  if (request.method === 'POST') {
    const form = await readForm(request);
    const user = municipality.users.find((one) => one.username === form.get('txtUser') && one.password === form.get('txtPass'));
    if (session && form.get('__TOKEN') === session.token && user) {
      sessions.end(session.id);
      setCookie(system, response, sessions.start(user));
      return redirect(response, `${origin}${base}/default.asp`);
    }
    const before = session ?? sessions.start(null);
    setCookie(system, response, before);
    return html(
      response,
      loginPage(
        context,
        before.token,
        session && form.get('__TOKEN') === session.token ? 'اسم المستخدم أو كلمة المرور غير صحيحة' : 'انتهت صلاحية النموذج، أعد المحاولة',
      ),
    );
  }
  if (session?.user) return redirect(response, `${origin}${base}/default.asp`);
  const fresh = session ?? sessions.start(null);
  setCookie(system, response, fresh);
  const message = { timeout: 'انتهت الجلسة، سجل الدخول من جديد', out: 'تم تسجيل الخروج' }[fields.get('m') ?? ''] ?? null;
  return html(response, loginPage(context, fresh.token, message));
}

function setCookie({ origin, municipality }: LegacySystem, response: ServerResponse, session: LegacySession): void {
  response.setHeader('set-cookie', `${municipality.cookie}=${session.id}; Domain=${new URL(origin).hostname}; Path=${base}`);
}

function ticker(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const tell = () => response.write(`data: ${new Date().toISOString().slice(11, 19)}\n\n`);
  tell();
  const timer = setInterval(tell, 1_000);
  request.on('close', () => clearInterval(timer));
}

function html(response: ServerResponse, page: string, status = 200): void {
  response
    .writeHead(status, { 'content-type': 'text/html; charset=windows-1256', 'cache-control': 'private', 'x-powered-by': 'ASP.NET' })
    .end(encodePage(page));
}

function send(response: ServerResponse, type: string, body: string | Buffer, status = 200): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, 'content-type': 'text/html; charset=windows-1256' }).end(`<A HREF="${location}">Object moved</A>`);
}
