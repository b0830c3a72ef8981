import t from 'tap'
import { document, type MediaType, operations, type Schema } from './document.ts'
import { NoExample, sampleOf } from './samples.ts'
import { faultsOf } from './validator.ts'

type Path = readonly (string | number)[]

interface Example {
  value: unknown
  /** where its schema stands */
  schemaPath: Path
}

t.test('every example in the document fits its schema', (t) => {
  const found = examplesUnder(document, [])
  t.ok(found.length > 300, `${found.length} examples were looked at`)
  const wrong = found.flatMap(({ value, schemaPath }) =>
    faultsOf(value, schemaPath).map((fault) => `${schemaPath.join('.')}: ${JSON.stringify(value)}: ${fault}`),
  )
  t.same(wrong, [])
  t.end()
})

t.test('every body and every answer has an example, its own or put together from its parts', (t) => {
  const bodies = operations.flatMap(({ path, method, operation }) => [
    ...mediaTypes(operation.requestBody?.content, ['paths', path, method, 'requestBody', 'content']),
    ...Object.entries(operation.responses).flatMap(([status, response]) =>
      mediaTypes(response.content, ['paths', path, method, 'responses', status, 'content']),
    ),
  ])
  t.ok(bodies.length > operations.length * 3, `${bodies.length} bodies were looked at`)
  const wrong = bodies.flatMap(({ schema, schemaPath }) =>
    sampleFaults(schema, schemaPath).map((fault) => `${schemaPath.slice(1, -1).join(' ')}: ${fault}`),
  )
  t.same(wrong, [])
  t.end()
})

t.test('an example that does not fit is seen', (t) => {
  t.match(faultsOf({ regionCode: 'Lhasa' }, ['components', 'schemas', 'NewEventRegion']), [/pattern/])
  t.throws(() => sampleOf({ type: 'object', properties: { name: { type: 'string' } } }), {
    message: '.name has no example',
  })
  t.end()
})

function sampleFaults(schema: Schema, schemaPath: Path): string[] {
  try {
    return faultsOf(sampleOf(schema), schemaPath)
  } catch (error) {
    if (error instanceof NoExample) return [error.message]
    throw error
  }
}

function mediaTypes(content: Record<string, MediaType> | undefined, path: Path) {
  return Object.entries(content ?? {}).map(([type, { schema = {}, examples }]) => ({
    // an example of its own counts as that of the schema
    schema: examples ? { ...schema, examples: valuesOf(examples) } : schema,
    schemaPath: [...path, type, 'schema'],
  }))
}

/** `examples` of schemas are lists; those of media types and parameters are named, and stand beside the schema. */
function examplesUnder(part: unknown, path: Path): Example[] {
  if (typeof part !== 'object' || part === null) return []
  const { schema, example, examples } = part as { schema?: unknown; example?: unknown; examples?: unknown }
  const schemaPath = schema === undefined ? path : [...path, 'schema']
  const isProperties = path.at(-1) === 'properties'
  const own = isProperties
    ? []
    : [...valuesOf(examples), ...(example === undefined ? [] : [example])].map((value) => ({
        value,
        schemaPath,
      }))
  const inner = Object.entries(part)
    .filter(([key]) => isProperties || !['example', 'examples', 'default', 'const', 'enum'].includes(key))
    .flatMap(([key, value]) => examplesUnder(value, [...path, Array.isArray(part) ? Number(key) : key]))
  return [...own, ...inner]
}

function valuesOf(examples: unknown): unknown[] {
  if (Array.isArray(examples)) return examples
  return Object.values(examples ?? {}).map((example: { value: unknown }) => example.value)
}
