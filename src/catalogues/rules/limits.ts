/** Time limits in words (时限). A form of limit without words does not compile. */

import type { CountsFrom, Kind, Limit, Receiver } from '../../regulations/vocabulary.ts'
import { type Words, words } from './words.ts'

type KeysOf<Union> = Union extends unknown ? keyof Union : never
/** The name by which a form of limit is known: `minutes`, `dailyAt` ... */
export type LimitForm = KeysOf<Limit>
type ValueOf<Form extends LimitForm> = Extract<Limit, Record<Form, unknown>>[Form]

/** How each form is said. `counted` forms run from an instant; the others stand by themselves. */
const FORMS: { [Form in LimitForm]: { isCounted: boolean; says: (value: ValueOf<Form>) => Words } } = {
  minutes: {
    isCounted: true,
    says: (minutes) => words(`${minutesZh(minutes)}内`, `within ${minutesEn(minutes)}`),
  },
  days: {
    isCounted: true,
    says: (days) => words(`${days}日内(至届满当日24时)`, `within ${days} days (to 24:00 of the last)`),
  },
  workingDays: {
    isCounted: true,
    says: (days) =>
      words(
        `${days}个工作日内(至届满当日24时)`,
        `within ${days} working ${days === 1 ? 'day' : 'days'} (to 24:00 of the last)`,
      ),
  },
  timesDaily: {
    isCounted: false,
    says: (times) => words(`每日至少${times}次`, `at least ${timesEn(times)} a day`),
  },
  dailyAt: { isCounted: false, says: (clock) => words(`每日${clock}前`, `daily by ${clock}`) },
  everyDays: { isCounted: true, says: (days) => words(`每${days}日至少一次`, `at least every ${days} days`) },
  atOnce: { isCounted: true, says: () => words('立即', 'at once') },
}

const RECEIVED: Readonly<Record<Receiver, Words>> = {
  unitHead: words('单位负责人接到报告后', 'after the head of the unit has received the report'),
  county: words('接到报告后', 'after receiving the report'),
  city: words('接到报告后', 'after receiving the report'),
  region: words('接到报告后', 'after receiving the report'),
  cityVerified: words('接到县级核报后', 'after receiving the verified report of the county'),
  regionVerified: words('接到市级核报后', 'after receiving the verified report of the city'),
}

const COUNTS_FROM: Readonly<Record<CountsFrom, (happening: Words, receiver?: Receiver) => Words>> = {
  occurrence: ({ zh, en }) => words(`${zh}发生后`, `after ${en} happens`),
  receipt: (_happening, receiver = 'county') => RECEIVED[receiver],
  crossing: () => words('接到首次达到该条件的报告后', 'after the report that first reaches the condition'),
  stability: () => words('灾情稳定后', 'after the disaster has become stable'),
  day: () => words('', ''),
}

/**
 * A limit with what it counts from: "接到报告后2小时内".
 *
 * @param kinds what the duty is about; says whether a disaster or an accident happens
 * @param receiver whose receipt it counts from, and of what
 */
export function limitWords(
  limit: Limit,
  countsFrom: CountsFrom,
  kinds: readonly Kind[] = [],
  receiver?: Receiver,
): Words {
  const { isCounted, says } = saidOf(limit)
  if (!isCounted) return says
  const start = COUNTS_FROM[countsFrom](happeningOf(kinds), receiver)
  return words(`${start.zh}${says.zh}`, start.en === '' ? says.en : `${says.en} ${start.en}`)
}

function saidOf(limit: Limit): { isCounted: boolean; says: Words } {
  // a limit has one key, which names its form
  const [form, value] = Object.entries(limit)[0] as [LimitForm, never]
  const { isCounted, says } = FORMS[form]
  return { isCounted, says: (says as (value: never) => Words)(value) }
}

function happeningOf(kinds: readonly Kind[]): Words {
  if (kinds.length === 1 && kinds[0] === 'accident') return words('事故', 'the accident')
  if (kinds.length === 1 && kinds[0] === 'danger') return words('险情', 'the danger')
  return words('灾害', 'the disaster')
}

function timesEn(times: number): string {
  if (times === 1) return 'once'
  return times === 2 ? 'twice' : `${times} times`
}

/**
 * Minutes as the texts say them: "2小时", "30分钟".
 */
export function minutesZh(minutes: number): string {
  return minutes >= 60 && minutes % 60 === 0 ? `${minutes / 60}小时` : `${minutes}分钟`
}

/**
 * Minutes in English: "2 hours", "1 hour", "30 minutes".
 */
export function minutesEn(minutes: number): string {
  if (minutes === 60) return '1 hour'
  return minutes > 60 && minutes % 60 === 0 ? `${minutes / 60} hours` : `${minutes} minutes`
}
