/** The fields of a report that a return can point to (退回所涉字段): a closed list, read off what a report may hold. */
import { z } from 'zod'
import { newReport } from '../reports/schemas.ts'

/** JSON pointers to every field of a report, objects before what they hold: `/figures`, `/figures/dead`. */
export const REPORT_FIELDS: readonly string[] = fieldsOf(newReport, '')

function fieldsOf(schema: unknown, root: string): string[] {
  const { shape } = bare(schema)
  return Object.entries(shape ?? {}).flatMap(([key, inner]) => [
    `${root}/${key}`,
    ...fieldsOf(inner, `${root}/${key}`),
  ])
}

/** An object without what says that it may be missing. */
function bare(schema: unknown): { shape?: object } {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return bare(schema.unwrap())
  }
  return schema instanceof z.ZodObject ? { shape: schema.shape } : {}
}
