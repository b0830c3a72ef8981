import { readFileSync } from 'node:fs'
import t from 'tap'
import { ConfigError, configSchema, readConfig } from '../src/config.ts'

t.test('the table of the configuration says what the program reads', (t) => {
  const page = readFileSync(new URL('../docs/operations.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `([A-Z0-9_]+)` \| (?:`([^`]*)`|none) \| (.+) \|$/gm)].map(
    ([, key, value, meaning]) => ({ key, value, meaning }),
  )
  const defaults: Record<string, unknown> = { ...readConfig({}) }
  const expected = Object.entries(configSchema.shape).map(([key, schema]) => ({
    key,
    value: defaults[key] === undefined ? undefined : String(defaults[key]),
    meaning: schema.description,
  }))
  t.ok(expected.length >= 20, `${expected.length} values`)
  t.same(rows, expected)
  t.end()
})

t.test('a bad value stops the start with a sentence that names it', (t) => {
  const cases: [key: string, value: string][] = [
    ['PORT', '99999'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['SEALING_KEY', 'short'],
    ['RUN', 'both'],
    ['ENGINE_INTERVAL_MS', '0'],
    ['ALLOWED_ORIGINS', 'desk.example'],
    ['ALLOWED_ORIGINS', 'https://desk.example/path'],
    ['OPERATOR_TOKEN', 'guessable'],
    ['ANY_DEATH_DIRECT_REPORT', 'yes'],
    ['S3_ENDPOINT', 'https://s3.example/bucket'],
    ['ATTACHMENT_CHUNK_BYTES', '0'],
    ['LOG_LEVEL', 'loud'],
  ]
  for (const [key, value] of cases) {
    t.throws(() => readConfig({ [key]: value }), ConfigError, `${key}=${value}`)
    t.throws(() => readConfig({ [key]: value }), new RegExp(`^The configuration is not usable.\n${key}: \\S`))
  }
  t.end()
})

t.test('a store of objects needs its bucket and who signs', (t) => {
  const address = { S3_ENDPOINT: 'https://s3.example', S3_BUCKET: 'fengsui' }
  t.throws(() => readConfig(address), /S3_ACCESS_KEY_ID: is needed[\s\S]*S3_SECRET_ACCESS_KEY: is needed/)
  t.ok(readConfig({ ...address, S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: 'b' }))
  t.end()
})

t.test('an empty value counts as not given, and several bad ones are named together', (t) => {
  t.equal(readConfig({ PORT: '' }).PORT, 8080)
  t.throws(() => readConfig({ PORT: '-1', RUN: 'x' }), /PORT: [\s\S]*RUN: /)
  t.equal(
    readConfig({ ALLOWED_ORIGINS: 'https://desk.example, http://localhost:5173' }).ALLOWED_ORIGINS,
    'https://desk.example, http://localhost:5173',
  )
  t.end()
})
