/** Reporting duties as entries (报送职责): who, to whom, by when, of what, with which content. */

import type { Condition } from '../../regulations/condition.ts'
import type { DutyEdition, ReportingDuty } from '../../regulations/duty.ts'
import { dutyZh } from '../../regulations/labels.ts'
import type { RuleSet } from '../../regulations/rule-set.ts'
import { conditionWords } from './conditions.ts'
import { CHANNELS, CONTENT, SWITCHES } from './duty-words.ts'
import type { Draft } from './entry.ts'
import { limitWords } from './limits.ts'
import type { Values } from './values.ts'
import { capital, listed, PARTY_WORDS, prefixed, sentences, spelled, type Words, words } from './words.ts'

/** What the judge asks besides, wherever it is direct reports: the texts speak of the first report only. */
const CROSSING = words(
  '首份报告未达到、后续报告才达到该条件的,自该后续报告接到时起算(推定)',
  'where a later report is the first to reach the condition, the limit counts from that report (inferred)',
)

/** Whom the judge asks where an event covers several counties: the texts speak of one. */
const OWN_PART = words(
  '过程涉及几个县(区)的,按过程合计判定,由有该项数字的县(区)各自直报;没有的不报。已报送过的县(区)自使其应报的报告(或汇拢)起算(推定)',
  'where an event covers several counties, its total is judged, and each county that has a part in the figure reports for itself; one that has none does not. A county that has reported before owes it from the report, or the merge, that makes it owe it (inferred)',
)

const NOBODY_IN_FORCE = words(
  '当日没有有效的版本,不设时限',
  'no edition was in force on the day: there is no limit',
)

/**
 * Every reporting duty, the accident's in a group of their own.
 */
export function describeDuties({ duties }: Pick<RuleSet, 'duties'>): Draft[] {
  const namesakes = Map.groupBy(duties, (duty) => titleOf(duty).zh)
  return duties.map((duty) => ({
    rule: duty.rule,
    group: duty.when.kinds?.every((kind) => kind === 'accident') ? 'accident_duty' : 'reporting_duty',
    title: distinctTitle(duty, namesakes.get(titleOf(duty).zh) ?? []),
    overridable: duty.switchedBy ? 'switch' : 'local_rule',
    editions: duty.editions.map((edition) => ({
      citation: edition.citation,
      says: sentences(dutyWords(duty, edition)),
      values: valuesOf(duty, edition),
    })),
    ...(duty.rule === 'first_report.county'
      ? { derived: { 'first_report.no_edition_in_force': NOBODY_IN_FORCE } }
      : {}),
  }))
}

function titleOf({ duty, from, to }: ReportingDuty): Words {
  const receivers = listed(to.map((party) => PARTY_WORDS[party]))
  return words(
    `${nameOf(duty).zh}:${PARTY_WORDS[from].zh}→${receivers.zh}`,
    `${capital(nameOf(duty).en)}: ${PARTY_WORDS[from].en} to ${receivers.en}`,
  )
}

/** Where duties have one name, that part of their conditions in which they differ tells them apart. */
function distinctTitle(duty: ReportingDuty, namesakes: readonly ReportingDuty[]): Words {
  const title = titleOf(duty)
  if (namesakes.length < 2) return title
  const differing = Object.entries(duty.when).filter(
    ([field, value]) =>
      !namesakes.every(
        ({ when }) => JSON.stringify(when[field as keyof Condition]) === JSON.stringify(value),
      ),
  )
  const condition = conditionWords(Object.fromEntries(differing))
  return words(`${title.zh}(${condition.zh})`, `${title.en} (${condition.en})`)
}

function nameOf(duty: string): Words {
  return words(dutyZh(duty) ?? duty, spelled(duty))
}

function dutyWords(duty: ReportingDuty, edition: DutyEdition): Words[] {
  const from = PARTY_WORDS[duty.from]
  const to = listed(duty.to.map((party) => PARTY_WORDS[party]))
  const name = nameOf(duty.duty)
  const { countsFrom = duty.countsFrom, receiver = duty.receiver } = edition
  const by = limitWords(edition.limit, countsFrom, duty.when.kinds, receiver)
  const when = conditionWords(duty.when)
  const said = [
    words(
      `${from.zh}向${to.zh}报送(${name.zh}):${by.zh}`,
      `${from.en} reports to ${to.en} (${name.en}): ${by.en}`,
    ),
    words(`适用:${when.zh}`, `applies to: ${when.en}`),
  ]
  if (duty.onlyDaily) said.push(words('只在启动每日续报(零报告)期间', 'only while daily follow-ups are on'))
  if (duty.untilStable) said.push(words('事态稳定后不再适用', 'no longer once it is declared stable'))
  if (duty.duty === 'direct_report') said.push(CROSSING, OWN_PART)
  if (duty.content)
    said.push(prefixed('内容:', 'content: ', listed(duty.content.map((one) => named(CONTENT, one)))))
  if (duty.channel) said.push(prefixed('途径:', 'by ', named(CHANNELS, duty.channel)))
  if (duty.switchedBy)
    said.push(prefixed('可由开关停用:', 'may be switched off: ', SWITCHES[duty.switchedBy]))
  return said
}

function named(names: Readonly<Record<string, Words>>, code: string): Words {
  return names[code] ?? words(code, code)
}

function valuesOf(duty: ReportingDuty, edition: DutyEdition): Values {
  const { onlyDaily, untilStable, channel, content, switchedBy } = duty
  const { limit, countsFrom = duty.countsFrom, receiver = duty.receiver } = edition
  return {
    duty: duty.duty,
    from: duty.from,
    to: [...duty.to],
    limit,
    countsFrom,
    when: duty.when,
    ...(receiver === undefined ? {} : { receiver }),
    ...(onlyDaily === undefined ? {} : { onlyDaily }),
    ...(untilStable === undefined ? {} : { untilStable }),
    ...(channel === undefined ? {} : { channel }),
    ...(content === undefined ? {} : { content: [...content] }),
    ...(switchedBy === undefined ? {} : { switchedBy }),
  }
}
