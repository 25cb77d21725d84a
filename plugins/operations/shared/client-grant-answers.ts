import { z } from 'zod';

/** A client's grants, with what an operator may choose from for another one. */
export const clientGrantsAnswer = z.strictObject({
  grants: z.array(z.strictObject({ permission: z.string(), title: z.string(), unit: z.string(), unitName: z.string() })),
  permissions: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  units: z.array(z.strictObject({ id: z.string(), name: z.string() })),
});

export type ClientGrantsAnswer = z.infer<typeof clientGrantsAnswer>;
