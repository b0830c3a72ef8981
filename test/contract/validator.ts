import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { document, pointerTo } from './document.ts'

const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: true })
formats.default(ajv)
for (const width of ['int32', 'int64']) ajv.addFormat(width, true)
ajv.addFormat('password', true)
ajv.addSchema(document, 'openapi.yaml')

/**
 * What is wrong with a value, by the schema at a place of the document.
 *
 * @returns an empty list when the value fits
 */
export function faultsOf(value: unknown, schemaPath: readonly (string | number)[]): string[] {
  const validate = ajv.compile({ $ref: `openapi.yaml${pointerTo(schemaPath)}` })
  if (validate(value)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message }: ErrorObject) => `${instancePath || '/'} ${message}`,
  )
}
