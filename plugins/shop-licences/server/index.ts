import { definePlugin, foldText } from '@amanah/plugin-api';
import { z } from 'zod';
import { licenceNumber, shopLicenceRegister } from '../contract.ts';
import { manifest } from '../manifest.ts';
import { ownLicences } from '../shared/own-licences.ts';
import { verification } from '../shared/verification.ts';
import { licencesOf } from './own-licences.ts';
import { putFirstLicences } from './register/first-licences.ts';
import { ownRegister } from './register/own-register.ts';
import { licencesToStartWith, municipalitiesOf, registerConfig } from './register-config.ts';
import { verify } from './verify.ts';

let begin: (() => Promise<void>) | undefined;

export default definePlugin({
  manifest,
  config: registerConfig,
  migrations: new URL('../migrations/', import.meta.url),
  setup(ctx) {
    const municipalities = municipalitiesOf(ctx.config, ctx.configDir);
    const first = licencesToStartWith(ctx.config, ctx.configDir);
    begin = () => putFirstLicences(ctx.db, first);

    ctx.declarePort(shopLicenceRegister);
    ctx.servePort(shopLicenceRegister, (unit) => ownRegister(ctx.db, unit, ctx.text));
    ctx.route({
      method: 'get',
      path: '/verifications/{number}',
      access: { public: 'anyone may check whether a licence is valid (rules.md G9); nothing of its owner is told' },
      summary: 'Whether a shop licence is valid today, by its number, whichever register keeps it',
      input: z.strictObject({ number: licenceNumber }),
      output: verification,
      handle: ({ number }, { language }) => verify(number, language, { municipalities, register: (unit) => ctx.port(shopLicenceRegister, unit), log: ctx.log }),
    });
    ctx.route({
      method: 'get',
      path: '/own',
      access: 'own.read',
      summary: "The caller's shop licences in the register of every municipality; those that did not answer are named",
      input: z.strictObject({}),
      output: ownLicences,
      async handle(_input, { actor, language, signal }) {
        const nationalId = actor && (await ctx.people.nationalIdOf(actor.person.id));
        if (!nationalId) return { licences: [], unasked: [] };
        return licencesOf(nationalId, language, { municipalities, register: (unit) => ctx.port(shopLicenceRegister, unit), log: ctx.log, signal });
      },
    });
    ctx.search((query) => {
      const title = { ar: ctx.text('verifyTitle', 'ar'), en: ctx.text('verifyTitle', 'en') };
      const asked = foldText(query);
      const fits = asked.length > 2 && [title.ar, title.en].some((one) => foldText(one).includes(asked));
      return fits ? [{ title, to: '/verify-licence', kind: 'page' as const, score: 1 }] : [];
    });
    ctx.sitemap(async () => [{ path: '/verify-licence' }]);
    return undefined;
  },
  async start() {
    await begin?.();
  },
});
