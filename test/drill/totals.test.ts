import t from 'tap'
import { countTotals, type Version } from '../../src/drill/totals.ts'

const CITY = '540100000000'
const [COUNTY, TOWNSHIP, VILLAGE, OTHER_VILLAGE] = [
  '540122000000',
  '540122200000',
  '540122200202',
  '540122200203',
]
const OTHER_COUNTY = '540123000000'

/** A version as the service gives it out; what totals do not look at is left empty. */
function version(
  regionCode = '',
  number = 1,
  figures: object = {},
  withdrawalReason: string | null = null,
): Version {
  return {
    versionId: '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f',
    eventId: '019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f',
    ...{ regionCode, number, withdrawalReason, content: { figures } },
    ...{ parentVersionId: null, isHead: true, joinedChain: false, stage: 'first', isLate: false },
    ...{ occurredAt: '', observedAt: null, enteredAt: null, sentAt: null, receivedAt: '' },
    ...{ location: null, contentHash: '', violations: [], nilReportFor: null, tierReport: null },
    review: {
      ...{ state: 'unreviewed', by: null, at: null, reasonCode: null, reasonZh: null },
      ...{ fields: [], comment: null, dueAt: null },
    },
  }
}

t.test('each unit is counted once, whoever above it has said the same', async (t) => {
  const rows: [what: string, versions: Version[], of: string, total: object][] = [
    ['nothing said', [], CITY, {}],
    ['one village', [version(VILLAGE, 1, { dead: 9 })], CITY, { dead: 9 }],
    [
      'two villages add up',
      [version(VILLAGE, 1, { dead: 9 }), version(OTHER_VILLAGE, 1, { dead: 2 })],
      CITY,
      { dead: 11 },
    ],
    [
      'village, township and county say the same',
      [VILLAGE, TOWNSHIP, COUNTY].map((code) => version(code, 1, { dead: 9 })),
      CITY,
      { dead: 9 },
    ],
    [
      'the township knows more than its village',
      [version(VILLAGE, 1, { dead: 3 }), version(TOWNSHIP, 1, { dead: 9 })],
      CITY,
      { dead: 9 },
    ],
    [
      'the township is behind its village',
      [version(VILLAGE, 1, { dead: 9 }), version(TOWNSHIP, 1, { dead: 3 })],
      CITY,
      { dead: 9 },
    ],
    [
      'only the last version counts',
      [version(VILLAGE, 2, { dead: 9 }), version(VILLAGE, 1, { dead: 30 })],
      CITY,
      { dead: 9 },
    ],
    [
      'what was withdrawn does not',
      [version(VILLAGE, 1, { dead: 30 }), version(VILLAGE, 2, {}, '误报')],
      CITY,
      {},
    ],
    [
      'two counties add up',
      [version(COUNTY, 1, { dead: 9 }), version(OTHER_COUNTY, 1, { dead: 1 })],
      CITY,
      { dead: 10 },
    ],
    [
      'a county alone',
      [version(COUNTY, 1, { dead: 9 }), version(OTHER_COUNTY, 1, { dead: 1 })],
      OTHER_COUNTY,
      { dead: 1 },
    ],
    [
      'not given is not zero',
      [version(VILLAGE, 1, { dead: 0 }), version(TOWNSHIP, 1, {})],
      CITY,
      { dead: 0 },
    ],
  ]
  for (const [what, versions, of, total] of rows) t.strictSame(countTotals(versions, of), total, what)
})
