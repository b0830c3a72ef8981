import t from 'tap'
import { HELD_LIMITS } from '../../src/regulations/held-limits.ts'
import {
  AGE_BANDS,
  AGE_BANDS_FROM,
  HOMES_FORM,
  PEOPLE_FORM,
  type Showing,
} from '../../src/regulations/register-forms.ts'
import { RETURN_LIMITS } from '../../src/regulations/reviews.ts'

type Row = readonly [key: string, isSealed: boolean, shown: Showing]

const PEOPLE: readonly Row[] = [
  ['name', true, 'name'],
  ['sex', false, 'plain'],
  ['age', true, 'plain'],
  ['ethnicity', true, 'hidden'],
  ['registeredAddress', true, 'hidden'],
  ['idNumber', true, 'id_number'],
  ['place', true, 'hidden'],
  ['occurredAt', true, 'plain'],
  ['cause', false, 'plain'],
  ['hazard', false, 'plain'],
  ['remarks', true, 'hidden'],
  ['solatiumYuan', false, 'plain'],
  ['solatiumForm', false, 'plain'],
  ['recipientName', true, 'name'],
  ['recipientIdNumber', true, 'id_number'],
  ['recipientAddress', true, 'hidden'],
  ['relation', true, 'plain'],
]

const HOMES: readonly Row[] = [
  ['headName', true, 'name'],
  ['idNumber', true, 'id_number'],
  ['address', true, 'hidden'],
  ['householdSize', false, 'plain'],
  ['householdKind', true, 'hidden'],
  ['structure', false, 'plain'],
  ['collapsedRooms', false, 'plain'],
  ['severeRooms', false, 'plain'],
  ['generalRooms', false, 'plain'],
  ['remarks', true, 'hidden'],
]

t.test('what identifies people is sealed, and shown in part or not at all', async (t) => {
  for (const [form, rows] of [
    [PEOPLE_FORM, PEOPLE],
    [HOMES_FORM, HOMES],
  ] as const)
    t.same(
      form.map(({ key, isSealed, shown }) => [key, isSealed, shown]),
      rows,
    )
})

t.test('the bands of ages begin where their names say', async (t) => {
  t.same(AGE_BANDS_FROM, [0, 7, 18, 60])
  t.same(
    AGE_BANDS.map((band) => Number.parseInt(band, 10)),
    AGE_BANDS_FROM,
  )
})

t.test(
  'word of dead or missing people waits ten minutes for the version before it, others two hours',
  async (t) => {
    t.same(HELD_LIMITS.minutes, { dead_or_missing: 10, other: 120 })
  },
)

t.test(
  'a returned report is corrected within the hour, within half of it where people are dead or missing',
  async (t) => {
    t.match(RETURN_LIMITS, { minutes: 60, minutesWithDeaths: 30 })
  },
)
