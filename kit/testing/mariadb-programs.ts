import { existsSync } from 'node:fs';

/** Programs of Debian's mariadb-server. */
export const mariadbPrograms = { server: '/usr/sbin/mariadbd', install: '/usr/bin/mariadb-install-db', client: '/usr/bin/mariadb' } as const;

/** Whether they are on this machine. */
export function mariadbFound(): boolean {
  return Object.values(mariadbPrograms).every((path) => existsSync(path));
}
