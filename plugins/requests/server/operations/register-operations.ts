import { enquiryAnswers } from '../../contract.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { offerAnswers } from './answers.ts';
import { offerBars } from './bars.ts';
import { offerBookings } from './bookings.ts';
import { openDuesDesk } from './dues.ts';
import { offerDrawings } from './buildings/drawings.ts';
import { Enquiries } from './enquiries.ts';
import { offerInspections } from './inspections/inspections.ts';
import { ObjectedInspections } from './inspections/objected-inspections.ts';
import { offerObjections } from './objections.ts';
import { offerServiceOffices } from './offices/service-offices.ts';
import { offerOutsideBodies } from './outside-bodies.ts';
import { offerPapers } from './papers.ts';
import { offerReminders } from './reminders.ts';
import { offerTracking } from './tracking.ts';

/** The operations that belong to no single subject: what the patterns of services need. @returns what follows inspections beyond their procedure */
export function registerOperations(parts: PluginParts): ObjectedInspections {
  const dues = openDuesDesk(parts);
  const inspections = new ObjectedInspections(parts, dues);
  const enquiries = new Enquiries();
  enquiries.register(parts);
  parts.ctx.provide(enquiryAnswers, enquiries);
  offerTracking(enquiries, parts);
  offerAnswers(parts);
  offerBars(parts, dues);
  offerBookings(parts);
  offerObjections(parts, inspections);
  offerOutsideBodies(parts);
  offerPapers(parts);
  offerReminders(parts);
  offerDrawings(parts);
  offerInspections(parts, dues);
  inspections.followEndings();
  offerServiceOffices(parts);
  return inspections;
}
