import type { Port, PortClient, PortOperation, PortProvider, PortsAdmin } from '@amanah/plugin-api';

export type AnyOperations = Readonly<Record<string, PortOperation>>;
export type AnyPort = Port<AnyOperations>;
export type Serve = (unit: string) => PortClient<AnyOperations>;

/** Interfaces that plugins need, and who serves them where. */
export interface Ports {
  readonly admin: PortsAdmin;
  /** A plugin says that it needs a port of its own; operators then see it. */
  declare(plugin: string, port: AnyPort): void;
  /** A plugin offers itself as a provider. */
  serve(plugin: string, port: AnyPort, serve: Serve): void;
  /** Functions that go to whoever serves the port for a unit at the moment of each call. */
  client(port: AnyPort, unit: string, plugin: string): PortClient<AnyOperations>;
  /** Who serves a port for a unit now; `null`: nobody. */
  providerOf(port: AnyPort, unit: string): PortProvider | null;
  /** Keeps what plugins declared and serve for commands, once all have started. */
  publish(): Promise<void>;
  /** Ports (`plugin/name`) that a system serves somewhere. */
  servedBy(system: string): readonly string[];
  close(): Promise<void>;
}
