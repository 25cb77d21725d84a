/** Who may import whom (docs: design, section 2). Each rule is proved by a bad import in tests/architecture/fixtures. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const only = (name, packageName, folders) =>
  forbid(
    name,
    `only ${folders} may use ${packageName}`,
    { path: '^(hub|shell|kit|plugins|adapters)/', pathNot: [`^(${folders})/`, '\\.test\\.ts$'] },
    { path: `(^|node_modules/)${packageName}(/|$)` },
  );

module.exports = {
  forbidden: [
    forbid(
      'errors-alone',
      'the error catalogue imports nothing of ours',
      { path: '^kit/errors/' },
      { path: '^(hub|shell|plugins|adapters|tests|scripts|kit/(?!errors/))' },
    ),
    forbid('kit-below', 'contracts never import hub, shell, plugins or adapters', { path: '^kit/' }, { path: '^(hub|shell|plugins|adapters)/' }),
    forbid(
      'adapter-knows-only-kit',
      'an adapter knows its contract and the errors',
      { path: '^adapters/([^/]+)/' },
      { path: '^(hub|shell|plugins|tests|adapters|kit/(ui|plugin-api))/', pathNot: '^adapters/$1/' },
    ),
    forbid(
      'plugin-is-an-island',
      'plugins meet by contract.ts and events',
      { path: '^plugins/([^/]+)/' },
      { path: '^plugins/', pathNot: ['^plugins/$1/', '^plugins/[^/]+/contract\\.ts$'] },
    ),
    forbid('plugin-knows-only-kit', 'a plugin never imports the hub', { path: '^plugins/' }, { path: '^(hub|shell|adapters|tests|scripts)/' }),
    forbid(
      'sides-apart',
      'browser code never imports server code',
      { path: '^plugins/[^/]+/(ui/|shared/|manifest\\.ts)' },
      { path: '^(plugins/[^/]+/server/|kit/adapter-api/)' },
    ),
    forbid(
      'server-without-ui',
      'server code never imports browser code',
      { path: '^plugins/[^/]+/(server|shared)/' },
      { path: '^(plugins/[^/]+/ui/|kit/ui/)' },
    ),
    forbid(
      'browser-has-no-node',
      'browser code has no Node modules',
      { path: '^(shell|kit/ui|plugins/[^/]+/ui)/', pathNot: '\\.test\\.tsx?$' },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'hub-without-plugins',
      'the hub knows plugins and adapters by dynamic import only',
      { path: '^hub/', pathNot: '^hub/host/fixtures/' },
      { path: '^(plugins|adapters|shell|tests|kit/ui)/', dependencyTypesNot: ['dynamic-import'] },
    ),
    forbid(
      'shell-knows-only-ui',
      'the shell knows the kit of the browser',
      { path: '^shell/' },
      { path: '^(hub|plugins|adapters|tests|kit/(testing|adapter-api))/' },
    ),
    only('bullmq-in-jobs', 'bullmq', 'hub/jobs'),
    only('pg-in-store', 'pg', 'hub/store|hub/jobs|kit/testing|adapters/sql'),
    only('provider-in-identity', 'oidc-provider', 'hub/identity'),
    only('proxy-in-gateway', 'http-proxy-middleware', 'hub/gateway'),
    forbid(
      'no-cycles',
      'modules import each other in one direction',
      { path: '^(hub|shell|kit|plugins|adapters)/' },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?!.*node_modules/).*(^|/)(dist|generated)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
