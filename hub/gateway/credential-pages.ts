import { AmanahError } from '@amanah/errors';
import { Router } from 'express';
import { html } from 'hono/html';
import { formBody } from '../http/form-body.ts';
import type { Audit } from '../audit/contract.ts';
import { messages } from '../http/messages.ts';
import { sendPage } from '../http/page.ts';
import type { Systems } from '../systems/contract.ts';
import type { WebSystemDefinition } from '../systems/definition.ts';
import type { CredentialVault } from './credential-vault.ts';
import type { FormBridge } from './form-bridge.ts';
import { localPath } from './own-addresses.ts';

const t = messages(import.meta.url);

export interface CredentialPageSources {
  readonly systems: Systems;
  readonly vault: CredentialVault;
  readonly bridge: FormBridge;
  readonly audit: Audit;
  readonly originOf: (system: WebSystemDefinition) => string;
}

/** `/systems/:system/credentials`: a person gives or replaces the user name and password of a system that has its own accounts. */
export function credentialPages({ systems, vault, bridge, audit, originOf }: CredentialPageSources): Router {
  const router = Router();
  const systemOf = (id: unknown) => {
    const system = systems.webById(String(id));
    if (!system || !['form', 'basic'].includes(system.signIn.bridge)) throw new AmanahError('GATEWAY_SYSTEM_UNKNOWN');
    return system;
  };

  router.get('/systems/:system/credentials', async (request, response) => {
    const { session, language } = request.context;
    if (!session) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
    const system = systemOf(request.params.system);
    const kept = await vault.read(session.actor.person.id, system.id);
    const name = system.title[language];
    sendPage(response, request.context, {
      title: t(language, 'credentials.title', { system: name }),
      lead: t(language, 'credentials.lead'),
      frame: 'public',
      // The answer leads into the system, and Chromium holds redirects after a form to the same policy.
      formAction: [originOf(system)],
      body: html`${kept?.refused ? html`<p class="am-notice am-notice--danger" role="alert">${t(language, 'credentials.refused', { system: name })}</p>` : ''}
        <form class="am-form am-form--narrow" method="post" action="/systems/${system.id}/credentials">
          <input type="hidden" name="rd" value="${localPath(request.query.rd)}" />
          <div class="am-field">
            <label class="am-field__label" for="username">${t(language, 'credentials.username')}</label
            ><input class="am-control" id="username" name="username" required autocomplete="off" dir="ltr" value="${kept?.username ?? ''}" />
          </div>
          <div class="am-field">
            <label class="am-field__label" for="password">${t(language, 'credentials.password')}</label
            ><input class="am-control" id="password" name="password" type="password" required autocomplete="off" dir="ltr" />
          </div>
          <button class="am-button am-button--large" type="submit">${t(language, 'credentials.submit')}</button>
          <p><a href="/systems">${t(language, 'credentials.back')}</a></p>
        </form>`,
    });
  });

  router.post('/systems/:system/credentials', formBody('16kb'), async (request, response) => {
    const { session, requestId } = request.context;
    if (!session) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
    const system = systemOf(request.params.system);
    const { username, password, rd } = request.body as Record<string, unknown>;
    if (typeof username !== 'string' || typeof password !== 'string' || !username || !password || username.length > 200 || password.length > 1_000)
      throw new AmanahError('HTTP_INVALID_INPUT');
    await vault.keep(session.actor.person.id, system.id, { username, password });
    await bridge.forget(session.id, system.id);
    await audit.record({ action: 'systems:credential-kept', actor: session.actor, subject: `system/${system.id}`, requestId });
    response.redirect(303, `/auth/enter/${system.id}?rd=${encodeURIComponent(localPath(rd))}`);
  });
  return router;
}
