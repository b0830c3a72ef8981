import { document, type Schema } from './document.ts'

/** No example, and nothing from which one follows. */
export class NoExample extends Error {
  override name = 'NoExample'
}

/**
 * An example of a schema: its own, or one put together from those of its parts.
 *
 * @throws NoExample with the place that has none
 */
export function sampleOf(schema: Schema, at = ''): unknown {
  if (schema.$ref) return sampleOf(named(schema.$ref), at)
  if (schema.examples?.length) return schema.examples[0]
  if (schema.example !== undefined) return schema.example
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0]
  if (choice) return sampleOf(choice, at)
  if (schema.type === 'boolean') return false
  if (schema.type === 'null') return null
  if (schema.type === 'array' && schema.items) return [sampleOf(schema.items, `${at}[]`)]
  if (schema.type !== 'object') throw new NoExample(`${at || 'it'} has no example`)
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, sampleOf(inner, `${at}.${key}`)]),
  )
}

function named(ref: string): Schema {
  const schema = document.components.schemas[ref.replace('#/components/schemas/', '')]
  if (!schema) throw new Error(`${ref} is not in the document`)
  return schema
}
