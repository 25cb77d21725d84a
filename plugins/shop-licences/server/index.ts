import { AmanahError } from '@amanah/errors';
import { definePlugin, foldText } from '@amanah/plugin-api';
import { z } from 'zod';
import { licenceNumber, shopLicenceRegister } from '../contract.ts';
import { manifest } from '../manifest.ts';
import { verification } from '../shared/verification.ts';
import { readRules } from './activities.ts';
import { offerEnquiries } from './enquiries.ts';
import { registerAwaitedCertificates } from './jobs/awaited-certificates.ts';
import { registerExpiring } from './jobs/expiring.ts';
import { reportLicenceJob } from './jobs/report-licence.ts';
import type { Parts } from './parts.ts';
import { declarePersonalData } from './personal-data.ts';
import { putFirstLicences } from './register/first-licences.ts';
import { ownRegister } from './register/own-register.ts';
import { licencesToStartWith, municipalitiesOf, registerConfig } from './register-config.ts';
import { Registers } from './registers.ts';
import { registerRollout } from './rollout/rollout.ts';
import { registerOwnRoutes } from './routes/own-routes.ts';
import { registerStaffRoutes } from './routes/staff-routes.ts';
import { noSites, readSites } from './sites.ts';
import { offerSources } from './sources/offer-sources.ts';
import { offerSteps } from './steps/offer-steps.ts';
import { verify } from './verify.ts';
import { Visits } from './visits/visits.ts';
import { workingDaysFrom } from './working-days.ts';

let begin: (() => Promise<void>) | undefined;

export default definePlugin({
  manifest,
  config: registerConfig,
  migrations: new URL('../migrations/', import.meta.url),
  setup(ctx) {
    const { config, configDir, db } = ctx;
    const municipalities = municipalitiesOf(config, configDir);
    const first = licencesToStartWith(config, configDir);
    const rules = readRules(config.activities, configDir);
    const rollout = registerRollout(ctx, municipalities);
    const registers = new Registers(ctx, municipalities, rollout);
    begin = async () => {
      await putFirstLicences(db, first);
      await rollout.begin();
    };
    const report = reportLicenceJob({ ctx, registers });
    const parts: Parts = {
      ctx,
      registers,
      rules,
      sites: config.sites === undefined ? noSites : readSites(config.sites, configDir),
      visits: new Visits({ db, access: ctx.access, hours: rules.visitHours, workingDaysFrom: workingDaysFrom(ctx) }),
      report: (licence) => report.enqueue(licence),
    };

    ctx.declarePort(shopLicenceRegister);
    ctx.servePort(shopLicenceRegister, (unit) => ownRegister(db, unit, ctx.text));
    ctx.route({
      method: 'get',
      path: '/verifications/{number}',
      access: { public: 'anyone may check whether a licence is valid (rules.md G9); nothing of its owner is told' },
      // A register of somebody else may be asked for it.
      limit: { perMinute: 120 },
      summary: 'Whether a shop licence is valid today, by its number, whichever register keeps it',
      input: z.strictObject({ number: licenceNumber }),
      output: verification,
      handle: ({ number }, { language }) => verify(number, language, { municipalities, register: (unit) => registers.of(unit), log: ctx.log }),
    });
    registerOwnRoutes(parts);
    registerStaffRoutes(parts);
    registerExpiring(parts);
    registerAwaitedCertificates(parts);
    declarePersonalData(ctx);
    try {
      offerSources(parts);
      offerSteps(parts);
      offerEnquiries(parts);
    } catch (error) {
      if (!(error instanceof AmanahError) || error.code !== 'HOST_SERVICE_MISSING') throw error;
      ctx.log.warn({}, 'requests do not run: licences are neither issued nor changed by them');
    }
    ctx.search((query) => {
      const title = { ar: ctx.text('verifyTitle', 'ar'), en: ctx.text('verifyTitle', 'en') };
      const asked = foldText(query);
      const fits = asked.length > 2 && [title.ar, title.en].some((one) => foldText(one).includes(asked));
      return fits ? [{ title, to: '/verify-licence', kind: 'page' as const, score: 1 }] : [];
    });
    ctx.page('/staff/licences', async (_params, { language }) => ({
      title: ctx.text('registerTitle', language),
      lead: ctx.text('registerLead', language),
      frame: 'staff',
    }));
    ctx.sitemap(async () => [{ path: '/verify-licence' }]);
    return undefined;
  },
  async start() {
    await begin?.();
  },
});
