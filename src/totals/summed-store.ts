/**
 * Totals of a county or city without reading every village: PostgreSQL adds up the villages of each township, and only
 * that. Which of a unit's own word and the sum below counts is decided in one place, `rules/roll-up.ts`.
 */
import type { Database } from '../db/client.ts'
import { bind, type PreparedText } from '../db/statements.ts'
import { lastCodeUnder } from '../regions/codes.ts'
import { INDICATOR_KEYS, INDICATORS } from '../regulations/indicators.ts'
import { NUMBERS_ONLY } from './figures-store.ts'
import { isLargestOfVillages } from './rules/roll-up.ts'
import type { Said, VillageSums, Word } from './rules/tree.ts'

const sums = INDICATORS.map(({ key }) =>
  isLargestOfVillages(key) ? `max(${key})` : `sum_of_figures(${key})`,
)
const figures = 'from latest_figures where event_id = $1 and region_code between $2 and $3'
const msOf = (instant: string) => `extract(epoch from ${instant}) * 1000`

/** Each word of a unit above the villages; and for each township the sum of its villages, which has no version. */
const READ_SUMMED: PreparedText = {
  name: 'read_summed_figures',
  text: `
    select region_code, version_id::text, ${msOf('received_at')}, null, ${INDICATOR_KEYS.join(', ')}
    ${figures} and right(region_code, 3) = '000'
    union all
    select left(region_code, 9) || '000', null, ${msOf('min(received_at)')}, ${msOf('max(received_at)')}, ${sums.join(', ')}
    ${figures} and right(region_code, 3) <> '000'
    group by left(region_code, 9)`,
}

type Row = [
  code: string,
  versionId: string | null,
  receivedMs: number,
  newestMs: number | null,
  ...values: (number | null)[],
]

/**
 * The latest words of an event in a unit as they stand now, the villages of each township added up.
 */
export async function readSummedWords(
  { $client }: Pick<Database, '$client'>,
  eventId: string,
  regionCode: string,
): Promise<Said> {
  const { rows } = await $client.query<Row>({
    ...bind(READ_SUMMED, [eventId, regionCode, lastCodeUnder(regionCode)]),
    rowMode: 'array',
    types: NUMBERS_ONLY,
  })
  const words: Word[] = []
  const townships: VillageSums[] = []
  for (const [code, versionId, receivedMs, newestMs, ...values] of rows) {
    if (versionId !== null) words.push({ regionCode: code, versionId, receivedMs, values })
    else townships.push({ regionCode: code, oldestMs: receivedMs, newestMs: newestMs ?? receivedMs, values })
  }
  return { words, townships }
}
