/** What people write is read by others: no field of any request takes what they would not see, or see another way. */
import t from 'tap'
import { parse } from 'yaml'
import { openapiYaml } from '../../src/commands/openapi.ts'
import type { MediaType, Schema } from './document.ts'

interface Text extends Schema {
  pattern?: string
  format?: string
}

/** Bytes that are compared and never shown; a file whose cells are checked one by one. */
const NOT_SHOWN = ['AccountImport.csv', 'Login.password', 'POST /v1/accounts/imports text/csv']
const UNSEEN = [
  ...'\u0000\u0007\u001b\u007f\u0085\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069',
]
const SEEN = ['当雄雪灾', 'བོད་ལྗོངས།', 'ཀ\u200cཁ\u200dག', '👨\u200d👩\u200d👧 🌨️', '羊八井镇 Yangbajain']

const { paths, components } = parse(await openapiYaml()) as {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, MediaType> } }>>
  components: { schemas: Record<string, Text> }
}

/** Every text that somebody may send, by the named schema or request in which it stands. */
const texts = new Map<string, Text>()
const visited = new Set<string>()

function visit(schema: Text | undefined, at: string): void {
  if (!schema) return
  const name = schema.$ref?.replace('#/components/schemas/', '')
  if (name !== undefined) {
    if (visited.has(name)) return
    visited.add(name)
    visit(components.schemas[name], name)
    return
  }
  if (schema.type === 'string' && !schema.enum && schema.const === undefined) texts.set(at, schema)
  for (const [key, inner] of Object.entries(schema.properties ?? {})) visit(inner, `${at}.${key}`)
  visit(schema.items, `${at}[]`)
  for (const one of [schema.anyOf, schema.oneOf, schema.allOf].flatMap((all) => all ?? [])) visit(one, at)
}

for (const [path, methods] of Object.entries(paths)) {
  for (const [method, { requestBody }] of Object.entries(methods)) {
    for (const [type, { schema }] of Object.entries(requestBody?.content ?? {})) {
      visit(schema, `${method.toUpperCase()} ${path} ${type}`)
    }
  }
}

const takes = ({ pattern, format }: Text, text: string) =>
  format === undefined && (pattern === undefined || new RegExp(pattern, 'u').test(text))

t.test('no text takes a control character, or one that turns the direction of writing', (t) => {
  t.ok(texts.size >= 60, `${texts.size} texts`)
  const open = [...texts].filter(([, schema]) => UNSEEN.some((unseen) => takes(schema, `a${unseen}b`)))
  t.same(open.map(([at]) => at).sort(), NOT_SHOWN)
  t.end()
})

t.test('free text takes every script and what joins its letters, and prose its lines', (t) => {
  const free = [...texts].filter(([, schema]) => takes(schema, '当雄'))
  t.ok(free.length >= 30, `${free.length} of them`)
  for (const [at, schema] of free) {
    t.same(
      SEEN.filter((seen) => !takes(schema, seen)),
      [],
      at,
    )
  }
  for (const at of [
    'NewReport.narrative',
    'NewReport.explanation',
    'NewTierReport.narrative',
    'NewReview.comment',
  ]) {
    t.ok(takes(texts.get(at) ?? {}, '第一行\r\n第二行\t完'), at)
  }
  t.end()
})

t.test('a name, a title, a number of a person is one line', (t) => {
  const lines = [...texts].filter(([at]) => /(name|title|idNumber)$/i.test(at))
  t.ok(lines.length >= 10, `${lines.length} of them`)
  for (const [at, schema] of lines) {
    t.same(
      ['a\nb', 'a\rb', 'a\u2028b', 'a\u2029b'].filter((broken) => takes(schema, broken)),
      [],
      at,
    )
  }
  t.end()
})
