/** Key of a message in the plugin's `locales/<language>.json`. */
export type MessageKey = string;
export type Locale = 'ar' | 'en';
export type Risk = 'read' | 'write' | 'admin';
export type Protocol = 'openapi' | 'soap' | 'sql' | 'files' | 'webapp' | (string & {});

export type PersonalFact = 'national-id' | 'contact';

/** A page or extension of the plugin's micro-frontend. */
export interface Mount {
  /** Portal path for pages (`/services`, `/services/:code`); slot name for extensions. */
  readonly at: string;
  /** Name of the export of the UI entry that holds the single-spa lifecycles. */
  readonly export: string;
  /** A permission of this plugin (`noun.verb`), or a stated reason for being public. */
  readonly access: string | { readonly public: string };
  readonly title: MessageKey;
  /** One sentence under the page's heading, rendered by the hub. */
  readonly lead?: MessageKey;
}

/** An extension that loads none of its code before it is needed. */
export interface Wake {
  /** Name of a DOM event that reaches the window, such as `media:play`; its `detail` is handed to the extension as `woken`. */
  readonly event: string;
  /** Key of the session storage: the extension is mounted at once on each next page while something stands there. */
  readonly mark?: string;
}

/** An extension in a slot. */
export interface SlotMount extends Mount {
  /** An entry module of its own, so that a page loads it and not the plugin's pages. */
  readonly entry?: string;
  readonly wake?: Wake;
  /** It brings its styles itself, if it shows anything: those of the plugin are not loaded for it. Needs an `entry`. */
  readonly ownStyles?: true;
}

/** A link the plugin puts into the shell's navigation. */
export interface NavigationLink {
  readonly place: 'main' | 'account' | 'staff' | 'footer';
  readonly to: string;
  readonly title: MessageKey;
  /** A lucide icon name. */
  readonly icon?: string;
  readonly order?: number;
  readonly access?: string | { readonly public: string };
}

/** The plugin as data: checked by types, by the manifest lint and by the host before anything of it runs. */
export interface PluginManifest {
  /** = folder = database schema and role (`plugin_<id>`) = `/api/<id>` = queue prefix. */
  readonly id: string;
  /** Semver range of the plugin API this plugin was written for; a mismatch refuses the plugin. */
  readonly api: string;
  /** Unit of organisation.json that owns the plugin. */
  readonly owner: string;
  readonly title: MessageKey;
  readonly description?: MessageKey;
  readonly locales: readonly [Locale, ...Locale[]];
  readonly permissions: Readonly<Record<string, { readonly title: MessageKey; readonly risk: Risk }>>;
  /** Systems the plugin calls: local name → protocol. */
  readonly systems?: Readonly<Record<string, Protocol>>;
  /** Other plugins whose `contract.ts` services the plugin calls. */
  readonly uses?: readonly string[];
  /** Plugins whose services are used while they run: this one works without them, and `use` throws then. */
  readonly mayUse?: readonly string[];
  /** What the plugin may learn of persons by `ctx.people`; whoever reviews the plugin sees it. */
  readonly personal?: readonly PersonalFact[];
  /** Services (typed tokens of its `contract.ts`) that it provides. */
  readonly provides?: readonly string[];
  /** Event types that it emits, `noun.pastVerb`; prefixed by the plugin id outside. */
  readonly events?: readonly string[];
  /** Addresses outside `/api/<id>` that an outside protocol prescribes (`/oembed`, `/.well-known/webfinger`): everything at and under them is this plugin's. */
  readonly addresses?: readonly `/${string}`[];
  readonly navigation?: readonly NavigationLink[];
  readonly ui?: {
    /** UI entry module relative to the plugin folder, such as `ui/index.tsx`. */
    readonly entry: string;
    readonly pages: readonly Mount[];
    /**
     * Extensions by slot: `header.end`, `home.aside`, `home.live`, `service.aside`, `page.foot`. `embedded` is no place: it is for a script with an entry of its
     * own that the plugin serves under an address that stays (`/embed/share.js`), and pages are not told of it.
     */
    readonly slots?: readonly SlotMount[];
  };
}
