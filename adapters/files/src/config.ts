import { secretReference } from '@amanah/adapter-api';
import { z } from 'zod';
import { encodings, kindName, kindSchema, outgoingSchema } from './kind.ts';

/** A path below the folder. */
const inside = z
  .string()
  .max(200)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))(?!.*\/\/)[^\\\u0000-\u001f]*[^\\/\u0000-\u001f]$/, 'a folder below the folder');

const localFolder = z.strictObject({
  at: z.literal('local'),
  /** Absolute path on the hub's machine. Its administrator allows it by an empty file `.amanah-folder` in it. */
  path: z.string().regex(/^\/(?!.*\/\.\.(?:\/|$))[^\u0000]+$/, 'an absolute path'),
});

const sftpFolder = z.strictObject({
  at: z.literal('sftp'),
  /** `sftp://host:port/path` */
  url: z.url({ protocol: /^sftp$/ }).refine((text) => !URL.parse(text)?.username && !URL.parse(text)?.password, 'without user name and password'),
  username: z.string().min(1).max(200),
  password: secretReference.optional(),
  /** Private key, OpenSSH or PEM. */
  privateKey: secretReference.optional(),
  /** Of the private key. */
  passphrase: secretReference.optional(),
  /** Fingerprints of the server's keys (`SHA256:…`, as `ssh-keygen -lf` says them). Without one nothing is sent; the failure says what the server showed. */
  hostKeys: z
    .array(z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'a fingerprint such as SHA256:…'))
    .max(8)
    .default([]),
});

const s3Folder = z.strictObject({
  at: z.literal('s3'),
  /** Address of the store, such as `https://s3.example.sa`. */
  endpoint: z.url({ protocol: /^https?$/ }),
  region: z.string().min(1).default('us-east-1'),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  /** Names begin with it; ends with a slash when it is a folder. */
  prefix: z.string().max(500).default(''),
  accessKeyId: z.string().min(1),
  secretAccessKey: secretReference,
  /** `https://endpoint/bucket/name` (default) instead of `https://bucket.endpoint/name`. */
  pathStyle: z.boolean().default(true),
});

const mebibytes = (most: number, otherwise: number) => z.number().int().min(1).max(most).default(otherwise);

/** The `connection` of a system of the `files` protocol. */
export const config = z
  .strictObject({
    folder: z.discriminatedUnion('at', [localFolder, sftpFolder, s3Folder]),
    /** How often the folder is looked into. */
    everySeconds: z.number().int().min(5).max(86_400).default(60),
    /**
     * When a file is whole. `stable`: its size and time stayed the same over two looks at least so many seconds apart. `marker`: a file of the
     * same name with this suffix lies beside it. `rename`: at once, since the sender writes under a name that no pattern matches.
     */
    whole: z
      .discriminatedUnion('by', [
        z.strictObject({ by: z.literal('stable'), seconds: z.number().int().min(0).max(3_600).default(5) }),
        z.strictObject({ by: z.literal('marker'), suffix: z.string().regex(/^\.[A-Za-z0-9_-]{1,20}$/) }),
        z.strictObject({ by: z.literal('rename') }),
      ])
      .prefault({ by: 'stable' }),
    /** What becomes of a file that was taken or cannot be read: moved into these folders, or left where the folder is not ours to change. */
    settle: z
      .discriminatedUnion('by', [
        z.strictObject({ by: z.literal('move'), done: inside.default('done'), bad: inside.default('bad') }),
        z.strictObject({ by: z.literal('leave') }),
      ])
      .prefault({ by: 'move' }),
    /** A file that tells the sender what became of each of theirs, written whole or not at all. */
    acknowledge: z
      .strictObject({
        /** Path below the folder; `{name}` is the file's own name. */
        name: inside.refine((text) => text.includes('{name}'), 'the name must contain {name}').default('{name}.ack'),
        /** `{name}`, `{hash}`, `{outcome}` (taken, seen, unreadable), `{rows}`, `{rejected}`, `{detail}`. */
        text: z.string().max(4_000).default('file: {name}\nsha256: {hash}\noutcome: {outcome}\nrows: {rows}\nrejected: {rejected}\ndetail: {detail}\n'),
        encoding: z.enum(encodings).default('utf-8'),
      })
      .optional(),
    /** Kinds of files that are taken in, by our name; what is not named is proposed from the files that lie there. */
    kinds: z.record(kindName, kindSchema).default({}),
    /** Kinds of files that are sent, by our name. */
    outgoing: z.record(kindName, outgoingSchema).default({}),
    bounds: z
      .strictObject({
        fileMebibytes: mebibytes(65_536, 4_096),
        /** Of a `.gz` or `.zip`, unpacked. */
        unpackedMebibytes: mebibytes(65_536, 4_096),
        /** A file that unpacks to more than so many times its size is a bomb. */
        unpackedTimes: z.number().int().min(2).max(2_000).default(200),
        /** An XLSX file is held in memory. */
        xlsxMebibytes: mebibytes(64, 32),
        /** One row. */
        rowBytes: z.number().int().min(1_024).max(16_777_216).default(1_048_576),
        /** A file with more bad rows than that is unreadable as a whole. */
        rejectedRows: z.number().int().min(0).max(1_000_000).default(10_000),
        /** Files of one look. */
        files: z.number().int().min(1).max(10_000).default(200),
        /** Names in the folder, those of other files counted. */
        names: z.number().int().min(1).max(1_000_000).default(50_000),
      })
      .prefault({}),
  })
  .superRefine(({ kinds, outgoing }, ctx) => {
    for (const kind of Object.keys(outgoing))
      if (kinds[kind]) ctx.addIssue({ code: 'custom', path: ['outgoing', kind], message: 'is a kind that is taken in' });
  });

export type FilesConfig = z.infer<typeof config>;
export type Bounds = FilesConfig['bounds'];
export type SftpConfig = z.infer<typeof sftpFolder>;
export type S3Config = z.infer<typeof s3Folder>;
export type LocalConfig = z.infer<typeof localFolder>;
