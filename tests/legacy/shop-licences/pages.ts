import { encodeField, escape } from './legacy-text.ts';
import type { Licence } from './licences.ts';
import type { LegacyUser, Municipality } from './municipalities.ts';

/** What every page of the old system needs: itself, its own inner address, who is in. */
export interface PageContext {
  readonly municipality: Municipality;
  /** The inner origin that it writes into its links, such as `http://127.0.0.4:8004`. */
  readonly origin: string;
  readonly user: LegacyUser | null;
}

const base = '/rokhas';

function frame({ municipality, origin, user }: PageContext, title: string, body: string): string {
  return `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<HTML LANG="ar" DIR="rtl"><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1256">
<TITLE>${escape(title)} - نظام رخص المحلات - ${municipality.title}</TITLE>
<LINK REL="stylesheet" TYPE="text/css" HREF="${origin}${base}/style.css">
<SCRIPT TYPE="text/javascript" SRC="${origin}${base}/rokhas.js"></SCRIPT></HEAD>
<BODY BGCOLOR="#E8EEF4" TEXT="#000033" LINK="#003399" VLINK="#003399" TOPMARGIN="0">
<TABLE WIDTH="100%" BORDER="0" CELLPADDING="6" CELLSPACING="0" BGCOLOR="#1F3F77"><TR>
<TD><IMG SRC="${origin}${base}/logo.gif" WIDTH="48" HEIGHT="48" ALT="شعار البلدية"></TD>
<TD><FONT FACE="Tahoma" COLOR="#FFFFFF" SIZE="4"><B>${municipality.title}</B></FONT><BR><FONT FACE="Tahoma" COLOR="#FFEFB5" SIZE="2">نظام رخص المحلات الآلي - الإصدار 3.2</FONT></TD>
<TD ALIGN="left"><FONT FACE="Tahoma" COLOR="#FFFFFF" SIZE="2">${user ? `المستخدم: ${escape(user.name)}` : ''}</FONT></TD></TR></TABLE>
${user ? menu(origin) : ''}
<TABLE WIDTH="100%" BORDER="0" CELLPADDING="10"><TR><TD>${body}</TD></TR></TABLE>
<HR SIZE="1"><CENTER><FONT FACE="Tahoma" SIZE="1">جميع الحقوق محفوظة &copy; 1428 هـ ${municipality.title} - يعمل النظام على دقة عرض 1024 × 768</FONT></CENTER>
</BODY></HTML>`;
}

function menu(origin: string): string {
  const items = [
    ['default.asp', 'الرئيسية'],
    ['search.asp', 'استعلام عن الرخص'],
    ['attach.asp', 'إرفاق مستند'],
    ['help/', 'تعليمات'],
    ['logout.asp', 'خروج'],
  ] as const;
  return `<TABLE WIDTH="100%" BORDER="0" CELLPADDING="5" CELLSPACING="1" BGCOLOR="#8AA4C8"><TR>${items
    .map(
      ([path, title]) => `<TD ALIGN="center" BGCOLOR="#D5E0EF"><A HREF="${origin}${base}/${path}"><FONT FACE="Tahoma" SIZE="2"><B>${title}</B></FONT></A></TD>`,
    )
    .join('')}</TR></TABLE>`;
}

/** The system's own sign-in form with its hidden token. */
export function loginPage(context: PageContext, token: string, message: string | null): string {
  return frame(
    context,
    'تسجيل الدخول',
    `<CENTER>${message ? `<P CLASS="err">${message}</P>` : ''}<FORM NAME="login" METHOD="post" ACTION="${context.origin}${base}/login.asp">
<INPUT TYPE="hidden" NAME="__TOKEN" VALUE="${token}"><TABLE BORDER="1" CELLPADDING="6" CELLSPACING="0" BGCOLOR="#FFFFFF">
<TR><TD COLSPAN="2" BGCOLOR="#D5E0EF" ALIGN="center"><B>تسجيل الدخول إلى النظام</B></TD></TR>
<TR><TD><LABEL FOR="u">اسم المستخدم</LABEL></TD><TD><INPUT TYPE="text" ID="u" NAME="txtUser" SIZE="20" DIR="ltr"></TD></TR>
<TR><TD><LABEL FOR="p">كلمة المرور</LABEL></TD><TD><INPUT TYPE="password" ID="p" NAME="txtPass" SIZE="20" DIR="ltr"></TD></TR>
<TR><TD COLSPAN="2" ALIGN="center"><INPUT TYPE="submit" NAME="cmdLogin" VALUE="دخول"></TD></TR></TABLE></FORM></CENTER>`,
  );
}

/** First page: figures, live notice, news in an inner frame. */
export function homePage(context: PageContext, licences: readonly Licence[]): string {
  const count = (state: string) => licences.filter((one) => one.state === state).length;
  return frame(
    context,
    'الرئيسية',
    `<H2>أهلاً وسهلاً، ${escape(context.user?.name ?? '')}</H2>
<TABLE BORDER="1" CELLPADDING="6" CELLSPACING="0" BGCOLOR="#FFFFFF"><TR BGCOLOR="#D5E0EF"><TH>سارية</TH><TH>منتهية</TH><TH>موقوفة</TH><TH>ملغاة</TH></TR>
<TR ALIGN="center"><TD>${count('سارية')}</TD><TD>${count('منتهية')}</TD><TD>${count('موقوفة')}</TD><TD>${count('ملغاة')}</TD></TR></TABLE>
<P>آخر تحديث للبيانات: <SPAN ID="clock">...</SPAN> - المستخدمون المتصلون: <SPAN ID="online">...</SPAN></P>
<IFRAME SRC="${context.origin}${base}/news.asp" TITLE="الأخبار" WIDTH="100%" HEIGHT="120" FRAMEBORDER="1"></IFRAME>
<SCRIPT TYPE="text/javascript">startTicker("${context.origin}${base}/ticker.asp"); loadStatus("${context.origin}${base}/json/status.asp");</SCRIPT>`,
  );
}

/** Search by any part of shop, owner, number or district. */
export function searchPage(context: PageContext, wanted: string, found: readonly Licence[]): string {
  const rows = found.map(
    (
      one,
    ) => `<TR><TD><A HREF="${context.origin}${base}/licence.asp?no=${one.number}">${one.number}</A></TD><TD>${escape(one.shop)}</TD><TD>${escape(one.activity)}</TD>
<TD>${escape(one.district)}</TD><TD>${one.expires}</TD><TD>${one.state}</TD></TR>`,
  );
  return frame(
    context,
    'استعلام عن الرخص',
    `<FORM METHOD="get" ACTION="${context.origin}${base}/search.asp"><LABEL FOR="q">اسم المحل أو المالك أو رقم الرخصة أو الحي</LABEL>
<INPUT TYPE="text" ID="q" NAME="q" SIZE="30" VALUE="${escape(wanted)}"><INPUT TYPE="submit" VALUE="بحث"></FORM>
<P>عدد النتائج: <B ID="count">${found.length}</B></P>
<TABLE WIDTH="100%" BORDER="1" CELLPADDING="4" CELLSPACING="0" BGCOLOR="#FFFFFF"><TR BGCOLOR="#D5E0EF"><TH>رقم الرخصة</TH><TH>اسم المحل</TH><TH>النشاط</TH><TH>الحي</TH><TH>تاريخ الانتهاء</TH><TH>الحالة</TH></TR>${rows.join('')}</TABLE>`,
  );
}

/** One licence with all fields, a print pop-up, and other licences of the owner. */
export function licencePage(context: PageContext, one: Licence): string {
  const print = `${context.origin}${base}/print.asp?no=${one.number}`;
  return frame(
    context,
    `رخصة رقم ${one.number}`,
    `<H2>بيانات الرخصة رقم ${one.number}</H2>${details(one)}
<P><A HREF="${print}" TARGET="print" ONCLICK="return openPrint(this.href);">طباعة الرخصة</A> |
<A HREF="${context.origin}${base}/download.asp?no=${one.number}">تنزيل صورة الرخصة</A> |
<A HREF="${context.origin}${base}/search.asp?q=${encodeField(one.owner)}">رخص أخرى للمالك</A></P>`,
  );
}

/** The page of the print pop-up. */
export function printPage({ municipality }: PageContext, one: Licence): string {
  return `<HTML LANG="ar" DIR="rtl"><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1256"><TITLE>طباعة ${one.number}</TITLE></HEAD>
<BODY ONLOAD="window.focus()"><CENTER><H3>المملكة العربية السعودية<BR>وزارة الشؤون البلدية والقروية<BR>${municipality.title}</H3><H2>رخصة محل</H2>${details(one)}</CENTER></BODY></HTML>`;
}

/** Upload form and its answer. */
export function attachPage(context: PageContext, token: string, stored: { name: string; bytes: number; id: string } | null): string {
  return frame(
    context,
    'إرفاق مستند',
    `${stored ? `<P CLASS="ok">تم حفظ الملف <A HREF="${context.origin}${base}/download.asp?file=${stored.id}">${escape(stored.name)}</A> وحجمه <SPAN ID="bytes">${stored.bytes}</SPAN> بايت</P>` : ''}
<FORM METHOD="post" ENCTYPE="multipart/form-data" ACTION="${context.origin}${base}/attach.asp?t=${token}"><LABEL FOR="f">المستند (عقد إيجار، صورة الواجهة)</LABEL>
<INPUT TYPE="file" ID="f" NAME="file1"><INPUT TYPE="submit" VALUE="إرفاق"></FORM>`,
  );
}

/** Help as a frameset, as such systems have it. */
export function helpFrames({ origin }: PageContext): string {
  return `<HTML LANG="ar" DIR="rtl"><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1256"><TITLE>تعليمات النظام</TITLE></HEAD>
<FRAMESET COLS="*,220"><FRAME NAME="body" SRC="${origin}${base}/help/body.asp" TITLE="المحتوى"><FRAME NAME="index" SRC="${origin}${base}/help/index.asp" TITLE="الفهرس"></FRAMESET></HTML>`;
}

/** A plain page inside a frame. */
export function plainPage(title: string, body: string): string {
  return `<HTML LANG="ar" DIR="rtl"><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1256"><TITLE>${title}</TITLE></HEAD><BODY BGCOLOR="#FFFFFF"><FONT FACE="Tahoma" SIZE="2">${body}</FONT></BODY></HTML>`;
}

function details(one: Licence): string {
  const total = one.fees.activity + one.fees.sign + one.fees.waste;
  const rows: readonly (readonly [string, string])[] = [
    ['اسم المحل', one.shop],
    ['اسم المالك', one.owner],
    ['رقم السجل المدني', one.nationalId],
    ['رقم السجل التجاري', one.register],
    ['النشاط', one.activity],
    ['الحي والشارع', `${one.district} - ${one.street}`],
    ['المساحة (م2)', String(one.area)],
    ['مساحة اللوحة (م2)', String(one.sign)],
    ['تاريخ الإصدار (هـ)', one.issued],
    ['تاريخ الانتهاء (هـ)', one.expires],
    ['الرسوم: نشاط / لوحة / نظافة', `${one.fees.activity} / ${one.fees.sign} / ${one.fees.waste} = ${total} ريال`],
    ['حالة الرخصة', one.state],
  ];
  return `<TABLE BORDER="1" CELLPADDING="5" CELLSPACING="0" BGCOLOR="#FFFFFF">${rows.map(([name, value]) => `<TR><TD BGCOLOR="#D5E0EF"><B>${name}</B></TD><TD>${escape(value)}</TD></TR>`).join('')}</TABLE>`;
}
