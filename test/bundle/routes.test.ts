/** The bundle over HTTP: small, tagged by what it says, and whole. */
import { request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import t from 'tap'
import { contentHash, makeBundle } from '../../src/bundle/make-bundle.ts'
import { bundleSchema } from '../../src/bundle/schemas.ts'
import { CHECK_KINDS, FORMS } from '../../src/regulations/check-row.ts'
import { CHECK_TEXTS } from '../../src/regulations/check-texts.ts'
import { CHECK_CITATIONS, CHECKS, checksWith, SHARP_RISES } from '../../src/regulations/checks.ts'
import { startApi } from '../api.ts'

const BUNDLE = '/v1/validation-bundle'
const VECTORS = '/v1/validation-bundle/vectors'
const LARGEST_COMPRESSED = 30_000

const api = await startApi(t, { environment: { RUN: 'api' } })
const village = api.as('officer')

/** An answer as it comes over the line, not decompressed. */
async function onTheLine(path: string, encoding: string) {
  const headers = { authorization: `Bearer ${await village.token()}`, 'accept-encoding': encoding }
  return new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
    const asked = request(`${api.address}${path}`, { headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({ encoding: answer.headers['content-encoding'], body: Buffer.concat(chunks) }),
      )
    })
    asked.on('error', reject)
    asked.end()
  })
}

t.test('compressed it is under 30 kB, and says the same', async (t) => {
  const plain = (await village.get(BUNDLE)).text
  for (const [encoding, decompress] of [
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
  ] as const) {
    const { encoding: used, body } = await onTheLine(BUNDLE, encoding)
    t.equal(used, encoding)
    t.ok(body.length < LARGEST_COMPRESSED, `${body.length} bytes with ${encoding}`)
    t.equal(decompress(body).toString(), plain)
  }
})

t.test('whoever has it already is told so, and others are not', async (t) => {
  for (const path of [BUNDLE, VECTORS]) {
    const first = await village.get(path)
    t.equal(first.status, 200)
    const tag = first.headers.get('etag') ?? ''
    t.match(tag, /^"[\w-]{43}"$/, 'a strong tag')
    t.equal(first.headers.get('cache-control'), 'private, no-cache')
    t.match(first.headers.get('content-type'), /^application\/json/)
    const again = await village.get(path, { 'if-none-match': tag })
    t.equal(again.status, 304)
    t.equal(again.text, '')
    t.equal(again.headers.get('etag'), tag)
    t.equal((await api.as('duty_officer').get(path)).headers.get('etag'), tag, 'the same for every caller')
    t.equal((await village.get(path, { 'if-none-match': '"older"' })).status, 200)
    t.equal((await api.nobody.get(path)).status, 401)
    t.equal((await village.get(`${path}?all=1`)).status, 400)
  }
})

t.test('the version is the hash of everything else, and the tag is the version', async (t) => {
  const answer = await village.get(BUNDLE)
  const { version, ...content } = answer.json<{ version: string }>()
  t.equal(contentHash(content), version)
  t.equal(answer.headers.get('etag'), `"${version}"`)
  t.equal((await village.get(VECTORS)).json<{ bundleVersion: string }>().bundleVersion, version)
})

t.test('all that is served is in the document of the API', async (t) => {
  const bundle = (await village.get(BUNDLE)).json()
  t.strictSame(bundleSchema.parse(bundle), bundle)
})

t.test('it carries every list that a form needs', async (t) => {
  const bundle = (await village.get(BUNDLE)).json<Record<string, { code: string; bo: unknown }[]>>()
  const sizes = Object.fromEntries(Object.entries(bundle).map(([name, rows]) => [name, rows.length]))
  t.match(sizes, {
    indicators: 76,
    hazards: 12,
    sectors: 12,
    criteria: 19,
    kinds: 3,
    stages: 3,
    tiers: 4,
    severities: 4,
    registers: 5,
    checks: CHECKS.length,
    texts: Object.keys(CHECK_TEXTS).length,
    sources: Object.keys(CHECK_CITATIONS).length,
  })
  t.match(
    bundle.indicators?.find((row) => 'key' in row && row.key === 'crop_lost'),
    { zh: '农作物绝收面积', formUnit: '公顷', formFactor: 10_000, max: 10_000_000_000_000, bo: null },
  )
})

t.test('every check that is served has its source, its sentences, and a form that is known', async (t) => {
  const { checks, texts, sources } = makeBundle()
  const each = (names: readonly string[]) => [...new Set(names)].sort()
  t.same(
    each(checks.map(({ check }) => check)),
    each(sources.map(({ check }) => check)),
    'no check without source, no source without check',
  )
  t.same(each(checks.map(({ form }) => form)), each(FORMS))
  t.same(each(checks.map(({ kind }) => kind)), each(CHECK_KINDS))
  const ids = texts.map(({ id }) => id)
  for (const { check, form, text } of checks) t.ok(ids.includes(text ?? form), `${check} ${form}`)
})

t.test('other thresholds make another version', async (t) => {
  t.equal(makeBundle(checksWith(SHARP_RISES)).version, makeBundle().version)
  const stricter = checksWith([{ key: 'dead', moreThan: 0 }])
  t.not(makeBundle(stricter).version, makeBundle().version)
  t.same(
    makeBundle(stricter).checks.filter(({ form }) => form === 'sharp_rise'),
    [{ check: 'C18', form: 'sharp_rise', kind: 'soft', indicator: 'dead', times: 2, moreThan: 0 }],
  )
})
