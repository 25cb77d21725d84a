import { enquiryAnswers, type EnquiryAnswer, type RequestRecord } from '../../requests/contract.ts';
import { checkZoning } from './checks/c04-zoning.ts';
import { wordsOf } from './context.ts';
import { dayOf } from './days.ts';
import type { Parts } from './parts.ts';
import { siteOf } from './site-of.ts';
import { standingOf } from './standing.ts';
import { askedActivity } from './steps/facts-of.ts';
import { knownLicence } from './steps/known-licence.ts';

/** Enquiries about licences and places, answered at once: what anybody may know, and no more. */
export function offerEnquiries(parts: Parts): void {
  const enquiries = parts.ctx.use(enquiryAnswers);
  enquiries.offer('shop-licence-enquiry', (request) => aboutLicence(parts, request));
  enquiries.offer('site-activity-check', (request) => aboutSite(parts, request));
}

async function aboutLicence(parts: Parts, request: RequestRecord): Promise<EnquiryAnswer | null> {
  const { ctx, rules } = parts;
  const found = await knownLicence(parts, request);
  if (!found) return null;
  const { number, shop, activity, validUntil } = found.licence;
  return {
    lines: [
      { term: wordsOf(ctx, 'number'), value: number, kind: 'identifier' },
      { term: wordsOf(ctx, 'shop'), value: shop },
      { term: wordsOf(ctx, 'activity'), value: activity.name },
      { term: wordsOf(ctx, 'state'), value: wordsOf(ctx, `standing-${standingOf(found.licence, dayOf(new Date()), rules.graceDays)}`) },
      { term: wordsOf(ctx, 'validUntil'), value: validUntil, kind: 'date' },
    ],
    to: `/verify-licence?number=${number}`,
  };
}

async function aboutSite(parts: Parts, request: RequestRecord): Promise<EnquiryAnswer | null> {
  const { ctx, sites } = parts;
  const activity = askedActivity(request, parts);
  const { outcome, why, params } = checkZoning(activity, siteOf(request.answers), sites);
  return {
    lines: [
      ...(activity ? [{ term: wordsOf(ctx, 'activity'), value: activity.title }] : []),
      { term: wordsOf(ctx, 'siteAnswer'), value: wordsOf(ctx, `site-${outcome}`) },
      ...(why ? [{ term: wordsOf(ctx, 'siteWhy'), value: wordsOf(ctx, why, params) }] : []),
    ],
  };
}
