/** A nil report (零报告) in a line: dozens of them come in a story of days, and all say the same. */
import type { Accepted } from '../memory.ts'
import type { Names } from '../names.ts'
import type { Entry } from '../play.ts'
import type { Deadline } from '../watch.ts'
import { changeLines, type Line } from './changes.ts'
import { both, clock, dutyTerm } from './terms.ts'

const DAILY = 'daily_follow_up'

/** The report with the duty that it meets, the day's clocks where it is the first to show them, and whatever else changed. */
export function nilReportLines({ at, changes }: Entry, accepted: Accepted, names: Names): Line[] {
  const { set, met } = changes
  const own = [...met, ...set].find(
    ({ duty, node, metAt }) => duty === DAILY && node.regionCode === accepted.regionCode && metAt !== null,
  )
  const isDaily = ({ duty }: Deadline) => duty === DAILY
  const rest = {
    ...changes,
    set: set.filter((one) => !isDaily(one)),
    met: met.filter((one) => !isDaily(one)),
  }
  const kept = own ? `; ${clock(own.dueAt, at)} 到期 due ${own.isLate ? '迟 LATE' : '✓'}` : ''
  const text = `${both(names.unit(accepted.regionCode))}: 无变化 nothing has changed, v${accepted.number}${kept}`
  return [
    ['零报告 nil', text],
    ...clocksLine(set.filter(isDaily), at, names),
    ...changeLines({ at, changes: rest }, names),
  ]
}

function clocksLine(daily: readonly Deadline[], at: Date, names: Names): Line[] {
  const groups = Map.groupBy(daily, ({ dueAt }) => clock(dueAt, at))
  const texts = [...groups].sort().map(([due, owed]) => {
    const units = owed.map(({ node }) => both(names.unit(node.regionCode)))
    return `${due} ${units.join(', ')}`
  })
  return daily.length === 0 ? [] : [['时限 clocks', `${dutyTerm(DAILY)}: ${texts.join('; ')}`]]
}
