import type { ExchangeSummary, SystemInfo } from '@amanah/plugin-api';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { diagnosticsZip, type DiagnosticFacts } from './diagnostics.ts';

const canary = 'canary-8c1e0b77';
const info: SystemInfo = {
  id: 'register',
  title: { ar: 'السجل', en: 'Register' },
  owner: 'it-center',
  adapter: 'openapi',
  source: 'operations',
  access: 'operations:system.manage',
  url: null,
  bridge: null,
  bar: false,
  state: 'down',
  reason: `unauthorised: token ${canary} was not taken for 1072645193`,
  since: '2026-11-01T08:00:00.000Z',
  lastUpAt: '2026-11-01T07:59:30.000Z',
  medianMs: 12,
  history: [],
  tier: 'gold',
  operations: 1,
  dependents: ['permits'],
  needsReview: false,
  announced: null,
  maintenance: null,
};
const exchange: ExchangeSummary = {
  id: 'e-1',
  at: '2026-11-01T08:00:00.000Z',
  ms: 31,
  system: 'register',
  operation: 'company',
  effect: 'read',
  outcome: 'SYSTEMS_UNAUTHORISED',
  attempts: 1,
  actorName: { ar: 'نورة القحطاني', en: 'Noura' },
  capacity: 'self',
  onBehalfOf: { ar: 'عبدالله', en: 'Abdullah' },
  case: 'EA-1448-7',
  plugin: 'permits',
  requestId: 'r-1',
};
const facts: DiagnosticFacts = {
  info,
  definition: {
    id: 'register',
    connection: { url: `https://hub:${canary}@register.example`, token: { secret: 'token' }, probe: { input: { id: '1072645193' } } },
  },
  contract: {
    protocol: 'openapi',
    kind: 'OpenAPI 3.1.0',
    title: null,
    version: '2',
    problems: [],
    snapshot: { servers: [] },
    operations: [{ name: 'getCompany', summary: 'شركة', group: null, effect: 'read', idempotent: true, input: {}, output: {}, problems: [] }],
  },
  contractState: { acceptedAt: '2026-10-01T00:00:00.000Z', kind: 'OpenAPI 3.1.0', version: '2', checkedAt: null, changes: [], needsReview: false },
  exchanges: [exchange],
  processes: [
    { protocol: 'openapi', pid: 7, state: 'running', systems: ['register', 'ejar'], memoryBytes: 1, openCalls: 0, startedAt: null, deaths: 0, lastDeath: null },
    { protocol: 'soap', pid: 8, state: 'running', systems: ['sadad'], memoryBytes: 1, openCalls: 0, startedAt: null, deaths: 0, lastDeath: null },
  ],
  unknownWrites: 2,
  secrets: { token: canary },
  versions: { hub: '0.1.0' },
  madeAt: new Date('2026-11-02T00:00:00Z'),
};

test('the bundle has what a vendor needs, and no secret, person, case or message', () => {
  const files = Object.fromEntries(Object.entries(unzipSync(diagnosticsZip(facts))).map(([name, bytes]) => [name, strFromU8(bytes)]));
  expect(files).toMatchInlineSnapshot(`
    {
      "about.json": "{
      "system": "register",
      "madeAt": "2026-11-02T00:00:00.000Z",
      "versions": {
        "hub": "0.1.0"
      }
    }
    ",
      "contract.json": "{
      "acceptedAt": "2026-10-01T00:00:00.000Z",
      "kind": "OpenAPI 3.1.0",
      "version": "2",
      "checkedAt": null,
      "changes": [],
      "needsReview": false,
      "problems": [],
      "operations": [
        {
          "name": "getCompany",
          "effect": "read",
          "idempotent": true,
          "input": {},
          "output": {},
          "problems": []
        }
      ]
    }
    ",
      "definition.yaml": "id: register
    connection:
      url: https://[secret]@register.example
      token:
        secret: token
      probe:
        input:
          id: "•••"
    ",
      "exchanges.json": "[
      {
        "at": "2026-11-01T08:00:00.000Z",
        "ms": 31,
        "operation": "company",
        "effect": "read",
        "outcome": "SYSTEMS_UNAUTHORISED",
        "attempts": 1,
        "requestId": "r-1"
      }
    ]
    ",
      "processes.json": "[
      {
        "protocol": "openapi",
        "pid": 7,
        "state": "running",
        "memoryBytes": 1,
        "openCalls": 0,
        "startedAt": null,
        "deaths": 0,
        "lastDeath": null,
        "systems": 2
      }
    ]
    ",
      "state.json": "{
      "adapter": "openapi",
      "tier": "gold",
      "state": "down",
      "reason": "unauthorised: token [secret] was not taken for •••",
      "since": "2026-11-01T08:00:00.000Z",
      "lastUpAt": "2026-11-01T07:59:30.000Z",
      "medianMs": 12,
      "history": [],
      "dependents": [
        "permits"
      ],
      "needsReview": false,
      "maintenance": null,
      "announced": null,
      "unknownWrites": 2
    }
    ",
    }
  `);
  const all = Object.values(files).join('\n');
  for (const hidden of [canary, Buffer.from(canary).toString('base64').slice(0, 10), 'نورة', 'Noura', 'عبدالله', 'EA-1448-7', '1072645193', 'ejar', 'sadad'])
    expect(all).not.toContain(hidden);
});
