/** What the hub knows of persons, as far as the plugin's manifest names it in `personal`. */
export interface PluginPeople {
  /** National or residence number; `null` for accounts without one. @throws HOST_PERSONAL_UNDECLARED */
  nationalIdOf(personId: string): Promise<string | null>;
}
