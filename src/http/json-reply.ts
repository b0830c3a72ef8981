import type { z } from 'zod'

/** An answer in JSON, as an operation declares it: what it is, and its schema. */
export const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
})
