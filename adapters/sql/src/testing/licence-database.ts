import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { startMariadb, startPostgres, type TestDatabase } from './databases.ts';
import { closeSystems, openSystem, testContext } from './open-system.ts';

/** The database of one engine with a register of licences in it, and systems opened on it. */
export interface LicenceDatabase {
  readonly db: TestDatabase;
  open(further?: object, limits?: object): ReturnType<typeof openSystem>;
  postgres(): boolean;
}

/** Runs the same tests on each engine that can be here. */
export function describeDatabases(define: (its: LicenceDatabase) => void): void {
  describe.each([
    ['PostgreSQL', startPostgres],
    ['MariaDB', startMariadb],
  ] as const)('%s', (_title, start) => {
    let db: TestDatabase;
    const postgres = () => db.engine === 'postgresql';
    beforeAll(async () => {
      db = await start();
      const text = postgres() ? 'text' : 'varchar(200)';
      await db.admin(`
        CREATE TABLE licence (
          number varchar(11) PRIMARY KEY, shop ${text} NOT NULL, owner char(10) NOT NULL, status char(1) NOT NULL, district int NOT NULL,
          fee decimal(20,4), serial bigint NOT NULL, issued varchar(10));
        CREATE INDEX licence_owner ON licence (owner);
        CREATE INDEX licence_place ON licence (district, status);
        CREATE UNIQUE INDEX licence_serial ON licence (serial);
        CREATE TABLE request (id int PRIMARY KEY, licence varchar(11) NOT NULL REFERENCES licence (number), note varchar(40) NOT NULL);
        CREATE TABLE hub_key (key_text varchar(80) PRIMARY KEY, answer text)`);
      await db.admin(
        `INSERT INTO licence VALUES
        ('50142010001', 'بقالة السنابل', '1072645193', '1', 1, 1440.0000, 9007199254740993, '1447/01/08'),
        ('50142110002', 'مقهى کرک', '1019304755', '1', 2, 12345678901234.5678, 9007199254740994, '1446/13/31'),
        ('50142210003', 'O''Brien % _ ! \\', '1048172637', '2', 1, NULL, 9223372036854775807, NULL)`.replace('\\', postgres() ? '\\' : '\\\\'),
      );
    });
    afterEach(closeSystems);
    afterAll(() => db.remove());

    define({
      get db() {
        return db;
      },
      open: (further = {}, limits = {}) => openSystem(db.config(further), testContext(db.secrets, limits)),
      postgres,
    });
  });
}
