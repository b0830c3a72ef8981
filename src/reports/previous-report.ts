/** What a first report is told that turns out to be its unit's second one: whose word came before, and what it said. */
import { type CheckedFacts, figure } from '../evaluations/finding.ts'
import type { Violation } from '../evaluations/types.ts'
import { type Figures, INDICATOR_KEYS, type IndicatorKey } from '../regulations/indicators.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { NewReport } from './schemas.ts'
import type { ChainState, EventState } from './state.ts'

/** Checks of a report against the one before it. */
const FALLS = 'C17'
const OF_CHANGE: readonly string[] = [FALLS, 'C18']

interface Followed {
  event: Pick<EventState, 'id'>
  chain: Pick<
    ChainState,
    'headVersionId' | 'headNumber' | 'headReceivedAt' | 'isWithdrawn' | 'figures'
  > | null
  report: Pick<NewReport, 'stage'>
}

export interface PreviousReport {
  eventId: string
  versionId: string
  number: number
  receivedAt: string
  figures: Figures
  textZh: string
  textEn: string
}

/**
 * The report that a first report follows without having named it.
 *
 * @returns null where there is none, or none that stands
 */
export function previousOf({ event, chain, report }: Followed): PreviousReport | null {
  if (report.stage !== 'first' || !chain || chain.isWithdrawn) return null
  const { headVersionId: versionId, headNumber: number, headReceivedAt, figures } = chain
  const receivedAt = shanghaiIso(headReceivedAt)
  const clock = receivedAt.slice(0, 16).replace('T', ' ')
  const said = saidOf(figures)
  return {
    ...{ eventId: event.id, versionId, number, receivedAt, figures },
    textZh: `本单位已就此灾害过程报送(第${number}版,${clock}收到${said.zh && `,${said.zh}`})`,
    textEn: `This unit has reported to this event before (version ${number}, received ${clock}${said.en && `: ${said.en}`})`,
  }
}

/** Deaths and missing people, which nobody may overlook; the rest is in the figures. */
function saidOf(figures: Figures): { zh: string; en: string } {
  const terms = (['dead', 'missing'] satisfies IndicatorKey[]).flatMap((key) => {
    const value = figures[key]
    return value === undefined ? [] : [figure(key, value)]
  })
  return {
    zh: terms.map(({ zh, amount }) => `${zh}${amount}`).join('、'),
    en: terms.map(({ en, value }) => `${en}: ${value}`).join(', '),
  }
}

/** What is wrong beside the report before says whose that was: "in the report before" means nothing to a first reporter. */
export function saysWhose(violation: Violation, previous: PreviousReport | null): Violation {
  if (!previous || !OF_CHANGE.includes(violation.rule)) return violation
  const { eventId, versionId, number, textZh, textEn } = previous
  return {
    ...violation,
    textZh: `${textZh}。${violation.textZh}`,
    textEn: `${textEn}. ${violation.textEn}`,
    comparedWith: { eventId, versionId, number },
  }
}

/** A fall that is not explained keeps what stood, so that the next report is asked for it although this one says less. */
export function withWhatStood(
  violation: Violation,
  { figures, previous }: Pick<CheckedFacts, 'figures' | 'previous'>,
): Violation {
  if (violation.rule !== FALLS || violation.kind !== 'hard' || !previous) return violation
  const keys = INDICATOR_KEYS.filter((key) => violation.pointers.includes(`/figures/${key}`))
  const fallen = keys.filter((key) => (previous[key] ?? 0) > (figures[key] ?? 0))
  return { ...violation, stood: Object.fromEntries(fallen.map((key) => [key, previous[key]])) }
}

/** What a stored report took back without a word. */
export function stoodBefore(violations: readonly Violation[]): Figures {
  return Object.assign({}, ...violations.map(({ stood }) => stood))
}
