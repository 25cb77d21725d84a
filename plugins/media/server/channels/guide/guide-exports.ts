import { AmanahError } from '@amanah/errors';
import type { ChannelParts } from '../channel-parts.ts';
import { dayBegins, dayMs, dayOf } from '../schedule/riyadh-time.ts';
import { calendarOf } from './icalendar.ts';
import { xmltvOf } from './xmltv.ts';

const days = 8;
const limit = { perMinute: 120 } as const;
const access = { public: 'a channel sends only what is for everyone' } as const;

/** The guide in the forms that other programs read: today and the coming week. */
export function registerGuideExports({ programmes: { ctx }, guide }: ChannelParts): void {
  const week = async () => {
    const begins = dayBegins(dayOf(Date.now()));
    return (await guide.between(begins, begins + days * dayMs)).listings;
  };

  ctx.protocol({
    at: '/api/media/guide.xml',
    methods: ['GET'],
    access,
    limit,
    crossOrigin: true,
    summary: 'XMLTV: the programme guide of today and the coming week',
    async handle(_request, response) {
      const text = xmltvOf(await week(), ctx.publicUrl);
      response.writeHead(200, { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'public, max-age=300' });
      response.end(text);
    },
  });

  ctx.protocol({
    at: '/api/media/channels/:slug/guide.ics',
    methods: ['GET'],
    access,
    limit,
    summary: 'iCalendar: what is planned on a channel today and in the coming week; `language` is ar or en',
    async handle(request, response, { language }, { slug = '' }) {
      const listing = (await week()).find(({ channel }) => channel.slug === slug);
      if (!listing) throw new AmanahError('MEDIA_CHANNEL_UNKNOWN', { detail: slug });
      const asked = new URL(request.url ?? '/', 'http://hub').searchParams.get('language');
      const text = calendarOf(listing, asked === 'en' || asked === 'ar' ? asked : language, ctx.publicUrl, Date.now());
      response.writeHead(200, { 'Content-Type': 'text/calendar; charset=utf-8', 'Cache-Control': 'private, max-age=300' });
      response.end(text);
    },
  });
}
