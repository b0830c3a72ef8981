import { readdir, readFile } from 'node:fs/promises'
import t from 'tap'
import { z } from 'zod'
import { everyStep } from '../../src/drill/every-step.ts'
import { parseDrill } from '../../src/drill/read-drill.ts'
import { drillJsonSchema } from '../../src/drill/schema.ts'

const DRILLS = new URL('../../drills/', import.meta.url)
const FIXTURE = new URL('fixtures/landslide.yaml', import.meta.url)

t.test('the JSON Schema that editors use says what the program accepts', async (t) => {
  const committed = JSON.parse(await readFile(new URL('drill.schema.json', DRILLS), 'utf8'))
  t.strictSame(committed, JSON.parse(JSON.stringify(drillJsonSchema())))
})

t.test('every drill of this house can be read', async (t) => {
  const names = (await readdir(DRILLS)).filter((name) => !name.endsWith('.schema.json'))
  t.ok(names.length > 0, 'there is one at least')
  for (const name of names) {
    const drill = parseDrill(await readFile(new URL(name, DRILLS), 'utf8'), name)
    t.equal(`${drill.id}.json`, name)
  }
})

t.test('in the drill of Dangxiong every instant that no source gives is marked', async (t) => {
  const name = 'dangxiong-2008.json'
  const { steps } = parseDrill(await readFile(new URL(name, DRILLS), 'utf8'), name)
  const told = ['2008-10-06T16:30:00+08:00', '2008-10-06T17:28:00+08:00', '2008-10-15T18:00:00+08:00']
  for (const { at, source, assumed } of steps) {
    if (source && !assumed) t.ok(told.includes(at), `${at} stands in the sources`)
  }
})

t.test('the drill of Dangxiong names nobody: its registers hold class and village alone', async (t) => {
  const name = 'dangxiong-2008.json'
  const { steps } = parseDrill(await readFile(new URL(name, DRILLS), 'utf8'), name)
  const bodies = steps.flatMap((step) =>
    step.what === 'call' && /^add(Person|Home)Row/.test(step.operation) ? [step.body] : [],
  )
  t.equal(bodies.length, 2, 'the dead and the homes')
  const rows = z.object({ rows: z.array(z.object({ row: z.record(z.string(), z.string()) })) })
  for (const body of bodies) {
    for (const { row } of rows.parse(body).rows) {
      const { status, damage, ...rest } = row
      t.strictSame(Object.keys(rest).sort(), ['eventId', 'id', 'regionCode'])
      t.ok(status === 'dead' || damage === 'collapsed')
    }
  }
})

t.test('in the drill of Dangxiong what is verified says that it is assumed in part', async (t) => {
  const name = 'dangxiong-2008.json'
  const { steps } = parseDrill(await readFile(new URL(name, DRILLS), 'utf8'), name)
  const verified = steps.filter((step) => step.what === 'report' && step.report.stage === 'verified')
  t.ok(verified.length >= 5)
  for (const { at, assumed, source } of verified) {
    t.match(assumed?.en, /affected people and loss are assumed/, at)
    t.ok(source?.includes('drill-figures'), at)
  }
})

t.test('a drill that contradicts itself is refused with a sentence that says where', async (t) => {
  const text = await readFile(FIXTURE, 'utf8')
  const spoilt: [what: string, from: string | RegExp, to: string, says: RegExp][] = [
    ['a word nobody knows', 'outsider:', 'outsidre:', /outsidre/],
    [
      'an instant without an offset',
      'startsAt: 2026-07-01T08:00:00+08:00',
      'startsAt: 2026-07-01T08:00:00',
      /startsAt: must be an instant/,
    ],
    [
      'a figure nobody counts',
      'dead: 1, injured: 2 }\n    enteredAt',
      'deed: 1 }\n    enteredAt',
      /\/steps\/1\/report\/figures.*deed/,
    ],
    [
      'somebody who is not in the cast',
      'who: clerk',
      'who: nobody',
      /\/steps\/8\/who: nobody is not in the cast/,
    ],
    ['a report that follows none', 'after: village-first', 'after: never-sent', /never-sent is no report/],
    [
      'an event that is not known yet',
      'eventOf: village-first\n    toTier',
      'eventOf: county-first\n    toTier',
      /county-first comes later/,
    ],
    [
      'time that runs backwards',
      'at: 2026-07-01T08:50',
      'at: 2026-07-01T08:41',
      /08:41:00\+08:00 stands after/,
    ],
    ['a label used twice', 'label: county-first', 'label: village-first', /village-first is there twice/],
    ['a source that is not listed', 'source: [made-up]', 'source: [xinhua]', /xinhua is not a source/],
    [
      'an expectation about no report',
      /eventOf: village-first,(?=\s+regionCode)/,
      'eventOf: nothing,',
      /nothing is no report/,
    ],
    [
      'a report without an event',
      /event: \{ hazard: geological[^}]*\}/g,
      'narrative: 山体滑坡',
      /give event, or eventOf, or after/,
    ],
    [
      'an answer nobody has given yet',
      '"@answer claim /id"',
      '"@answer never /id"',
      /never comes later or never/,
    ],
    [
      'a nil report of a day before its first',
      'label: village-nil',
      'days: [2026-06-30]\n    label: village-nil',
      /\/days: a day lies before the step/,
    ],
    ['an operation that is no name', 'operation: getTotals', 'operation: get totals', /operation/],
    ['a path that is none', 'at: /state', 'at: state', /must be a path such as/],
    ['no YAML at all', 'id: landslide', 'id: [landslide', /cannot be read/],
  ]
  for (const [what, from, to, says] of spoilt) {
    const changed = text.replace(from, to)
    t.not(changed, text, `${what}: the text was spoilt`)
    t.throws(() => parseDrill(changed, 'spoilt.yaml'), { name: 'CommandError', message: says }, what)
  }
})

t.test('what a unit does on several days is done on each, in the order of time', async (t) => {
  const text = await readFile(FIXTURE, 'utf8')
  const repeated = text.replace(
    'label: village-nil',
    'days: [2026-07-01, 2026-07-03, 2026-07-02]\n    label: village-nil',
  )
  const steps = everyStep(parseDrill(repeated, 'repeated.yaml').steps).map(({ step }) => step)
  const nil = steps.flatMap((step) => (step.what === 'nil_report' ? [`${step.at} ${step.label}`] : []))
  t.strictSame(nil, [
    '2026-07-01T08:54:00+08:00 village-nil-07-01',
    '2026-07-02T08:54:00+08:00 village-nil-07-02',
    '2026-07-03T08:54:00+08:00 village-nil-07-03',
  ])
  const instants = steps.map(({ at }) => Date.parse(at))
  t.strictSame(instants, instants.toSorted(), 'nothing of it stands before what happened earlier')
})
