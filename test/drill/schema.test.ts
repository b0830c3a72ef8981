import { readdir, readFile } from 'node:fs/promises'
import t from 'tap'
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
      /\/steps\/4\/who: nobody is not in the cast/,
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
    ['no YAML at all', 'id: landslide', 'id: [landslide', /cannot be read/],
  ]
  for (const [what, from, to, says] of spoilt) {
    const changed = text.replace(from, to)
    t.not(changed, text, `${what}: the text was spoilt`)
    t.throws(() => parseDrill(changed, 'spoilt.yaml'), { name: 'CommandError', message: says }, what)
  }
})
