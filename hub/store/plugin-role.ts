import { createHmac } from 'node:crypto';
import type { Queryable } from '@amanah/plugin-api';
import pg from 'pg';
import type { Secret } from '../config/secret.ts';

/** Role and schema of one plugin. Roles belong to the whole server, so the name also says which database. */
export interface PluginRole {
  readonly role: string;
  readonly schema: string;
  /** Connection string of the role. */
  readonly url: string;
}

/** The role's password follows from the seal key: every replica knows it, nothing is stored. */
export function pluginRole(id: string, ownerUrl: string, sealKey: Secret): PluginRole {
  const url = new URL(ownerUrl);
  const schema = schemaOf(id);
  const role = `${schema}@${url.pathname.slice(1)}`.slice(0, 63);
  url.username = encodeURIComponent(role);
  url.password = createHmac('sha256', sealKey.reveal()).update(`plugin role ${role}`).digest('base64url');
  return { role, schema, url: url.href };
}

/** Schema of a plugin: `plugin_<id>`, dashes as underscores. */
export function schemaOf(id: string): string {
  return `plugin_${id.replaceAll('-', '_')}`;
}

/** Makes role and schema when they are missing. The role sees its own schema and the functions of the hub meant for it, nothing else. */
export async function preparePluginRole(owner: Queryable, { role, schema, url }: PluginRole): Promise<void> {
  const name = pg.escapeIdentifier(role);
  const space = pg.escapeIdentifier(schema);
  await owner.query('SELECT pg_advisory_xact_lock(hashtext($1))', ['amanah plugin roles']);
  const found = await owner.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const password = pg.escapeLiteral(new URL(url).password);
  // An owner who is no superuser may set a role's password later, but not name its attributes again.
  await owner.query(
    found.length === 0
      ? `CREATE ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD ${password}`
      : `ALTER ROLE ${name} PASSWORD ${password}`,
  );
  await owner.query(`GRANT ${name} TO CURRENT_USER`);
  await owner.query(`CREATE SCHEMA IF NOT EXISTS ${space} AUTHORIZATION ${name}`);
  await owner.query(`GRANT USAGE ON SCHEMA hub TO ${name}`);
  await owner.query(`GRANT EXECUTE ON FUNCTION hub.emit(text, text, text, jsonb) TO ${name}`);
}
