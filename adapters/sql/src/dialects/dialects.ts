import type { Engine } from '../config.ts';
import type { Dialect } from './dialect.ts';
import { mysqlFamily } from './mysql-family/dialect.ts';
import { oracle } from './oracle/dialect.ts';
import { postgresql } from './postgresql/dialect.ts';
import { sqlServer } from './sql-server/dialect.ts';

/** The dialect of each kind of database. */
export const dialects: Readonly<Record<Engine, Dialect>> = { postgresql, mariadb: mysqlFamily, mysql: mysqlFamily, sqlserver: sqlServer, oracle };
