import { z } from 'zod';

export const inspectionUnits = z.strictObject({ units: z.array(z.strictObject({ id: z.string(), name: z.string() })) });
