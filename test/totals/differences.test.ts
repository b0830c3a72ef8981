/** What changed between two instants, and which versions did it. */
import t from 'tap'
import { differencesOf } from '../../src/totals/rules/differences.ts'
import { rollUp } from '../../src/totals/rules/roll-up.ts'
import { type Said, wordOf } from './naive.ts'

const CITY = '540100000000'
const TOWNSHIP = '540122200000'
const VILLAGE = '540122200202'
const NEXT_VILLAGE = '540122200203'

/** Words with their version's name instead of an id. */
const standing = (rows: [version: string, regionCode: string, figures: Said['figures']][]) => {
  const words = rows.map(([versionId, regionCode, figures], i) => ({
    ...wordOf({ regionCode, figures, receivedMs: i }, i),
    versionId,
  }))
  return { words, totals: rollUp(words, CITY, true) }
}

t.test('a figure that rose, by unit and with its versions', (t) => {
  const before = standing([['v1', VILLAGE, { dead: 3, injured: 1 }]])
  const after = standing([
    ['v3', VILLAGE, { dead: 9, injured: 1 }],
    ['n1', NEXT_VILLAGE, { dead: 1 }],
  ])
  const found = differencesOf(before, after, [
    {
      versionId: 'v2',
      regionCode: VILLAGE,
      figures: { dead: 3, injured: 1 },
      figuresBefore: { dead: 3, injured: 1 },
    },
    {
      versionId: 'v3',
      regionCode: VILLAGE,
      figures: { dead: 9, injured: 1 },
      figuresBefore: { dead: 3, injured: 1 },
    },
    { versionId: 'n1', regionCode: NEXT_VILLAGE, figures: { dead: 1 }, figuresBefore: {} },
  ])
  t.match(found, [
    {
      indicator: 'dead',
      labelZh: '因灾死亡人口',
      from: 3,
      to: 10,
      units: [
        { regionCode: VILLAGE, from: 3, to: 9, countedFrom: true, countedTo: true, versionIds: ['v3'] },
        {
          regionCode: NEXT_VILLAGE,
          from: null,
          to: 1,
          countedFrom: false,
          countedTo: true,
          versionIds: ['n1'],
        },
      ],
    },
  ])
  t.equal(found.length, 1, 'a version that repeats its figures changes nothing, and nobody was hurt anew')
  t.end()
})

t.test('who counts may change although nobody’s figure did', (t) => {
  const before = standing([
    ['v1', VILLAGE, { dead: 3 }],
    ['t1', TOWNSHIP, { dead: 5 }],
  ])
  const after = standing([
    ['v2', VILLAGE, { dead: 7 }],
    ['t1', TOWNSHIP, { dead: 5 }],
  ])
  const change = { versionId: 'v2', regionCode: VILLAGE, figures: { dead: 7 }, figuresBefore: { dead: 3 } }
  t.match(differencesOf(before, after, [change]), [
    {
      from: 5,
      to: 7,
      units: [
        { regionCode: TOWNSHIP, from: 5, to: 5, countedFrom: true, countedTo: false, versionIds: [] },
        { regionCode: VILLAGE, from: 3, to: 7, countedFrom: false, countedTo: true, versionIds: ['v2'] },
      ],
    },
  ])
  t.end()
})

t.test('what was withdrawn is gone, and what came and went in between is told', (t) => {
  const before = standing([['v1', VILLAGE, { dead: 3 }]])
  const after = standing([])
  t.match(
    differencesOf(before, after, [
      { versionId: 'v2', regionCode: VILLAGE, figures: {}, figuresBefore: { dead: 3 } },
      { versionId: 'n1', regionCode: NEXT_VILLAGE, figures: { dead: 1 }, figuresBefore: {} },
      { versionId: 'n2', regionCode: NEXT_VILLAGE, figures: {}, figuresBefore: { dead: 1 } },
    ]),
    [
      {
        from: 3,
        to: null,
        units: [
          { regionCode: VILLAGE, from: 3, to: null, versionIds: ['v2'] },
          { regionCode: NEXT_VILLAGE, from: null, to: null, versionIds: ['n1', 'n2'] },
        ],
      },
    ],
  )
  t.same(differencesOf(before, before, []), [])
  t.end()
})
