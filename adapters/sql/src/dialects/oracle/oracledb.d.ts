/** As much of the driver as is used here; it brings no declarations of its own. */
declare module 'oracledb' {
  export interface Metadata {
    readonly name: string;
    readonly dbTypeName?: string;
    readonly nullable?: boolean;
    readonly precision?: number;
    readonly scale?: number;
    readonly byteSize?: number;
    readonly fetchType?: unknown;
    readonly dbType?: unknown;
  }
  export interface ResultSet {
    readonly metaData: readonly Metadata[];
    getRow(): Promise<readonly unknown[] | undefined>;
    close(): Promise<void>;
  }
  export interface Result {
    readonly resultSet?: ResultSet;
    readonly rowsAffected?: number;
  }
  export interface Connection {
    callTimeout: number;
    readonly oracleServerVersionString: string;
    execute(sql: string, binds: readonly unknown[], options: object): Promise<Result>;
    getStatementInfo(sql: string): Promise<{ readonly metaData?: readonly Metadata[] }>;
    commit(): Promise<void>;
    rollback(): Promise<void>;
    break(): Promise<void>;
    close(options?: { readonly drop?: boolean }): Promise<void>;
  }
  const oracledb: {
    getConnection(options: object): Promise<Connection>;
    readonly OUT_FORMAT_ARRAY: number;
    readonly STRING: unknown;
    readonly BUFFER: unknown;
    readonly DB_TYPE_NUMBER: unknown;
    readonly DB_TYPE_CLOB: unknown;
    readonly DB_TYPE_NCLOB: unknown;
    readonly DB_TYPE_LONG: unknown;
    readonly DB_TYPE_BLOB: unknown;
    readonly DB_TYPE_LONG_RAW: unknown;
  };
  export default oracledb;
}
