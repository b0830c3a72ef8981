/** The timeline (推演过程), as lines that a bureau can read. */
import type { Accepted, Outcome } from '../act.ts'
import type { Names } from '../names.ts'
import type { Entry } from '../play.ts'
import type { Drill, Step } from '../schema.ts'
import { changeLines, type Line } from './changes.ts'
import { pad, wrap } from './layout.ts'
import { citations } from './reasons.ts'
import { both, clock, levelTerm, stageTerm } from './terms.ts'

const WIDTH = 118
const LABEL = 15
const DAYS = ['日 Sun', '一 Mon', '二 Tue', '三 Wed', '四 Thu', '五 Fri', '六 Sat']

const WHAT: Readonly<Record<Step['what'], string>> = {
  report: '报送 report',
  withdraw: '撤回 withdraw',
  acknowledge: '签收 acknowl.',
  resolve: '办结 resolve',
  sign: '签收 sign',
  refuse: '退回 refuse',
  extend_event: '扩大 extend',
  order_escalation: '指令 order',
  note: '记事 note',
}

/** Every line of the timeline, with a heading for each day. */
export function timelineLines(entries: readonly Entry[], drill: Drill, names: Names): string[] {
  let day = ''
  return entries.flatMap((entry) => {
    const today = dayOf(entry.at)
    const heading = today === day ? [] : ['', `── ${today} ${'─'.repeat(WIDTH - today.length - 6)}`]
    day = today
    return [...heading, ...entryLines(entry, drill, names)]
  })
}

function entryLines(entry: Entry, drill: Drill, names: Names): string[] {
  const { at, step, outcome } = entry
  const lines: Line[] = [
    ...(step ? tellStep(step, drill) : []),
    ...(outcome ? tellOutcome(outcome, step, at, names) : []),
    ...changeLines(entry, names),
  ]
  const mark = step?.assumed ? '≈' : ' '
  return lines.flatMap(([label, text], i) => {
    const time = i === 0 ? `${clock(at)} ${mark}` : ''
    return wrap(text, WIDTH - LABEL - 8).map((piece, j) =>
      j === 0 ? `${pad(time, 8)}${pad(label, LABEL)}${piece}` : `${' '.repeat(8 + LABEL)}${piece}`,
    )
  })
}

function tellStep(step: Step, drill: Drill): Line[] {
  const member = 'who' in step ? drill.cast.find(({ id }) => id === step.who) : undefined
  const source = step.source ? ` [${step.source.join(', ')}]` : ' [演练安排 arranged]'
  return [
    [WHAT[step.what], member ? `${both(member.post)}` : step.says.zh + source],
    ...(member ? ([['', step.says.zh + source]] as Line[]) : []),
    ['', step.says.en],
    ...(step.what === 'note' && step.notReplayed
      ? ([['未推演 not yet', `${step.notReplayed.zh} ${step.notReplayed.en}`]] as Line[])
      : []),
  ]
}

function tellOutcome(outcome: Outcome, step: Step | null, at: Date, names: Names): Line[] {
  switch (outcome.kind) {
    case 'accepted':
      return tellAccepted(outcome.accepted, step, at, names)
    case 'held':
      return [['收存 held', '前一版本未到,先收存 waits for the version before it']]
    case 'refused':
      return [['拒收 refused', `${outcome.status} ${outcome.problem}: ${outcome.detail}`]]
    default:
      return []
  }
}

const FOUND: Readonly<Record<string, string>> = {
  opened: '新建灾害过程 opened the event',
  match: '找到已有灾害过程 found its event',
  event_id: '报入指定灾害过程 named its event',
  parent: '接续前一版本 follows its version',
}

function tellAccepted(accepted: Accepted, step: Step | null, at: Date, names: Names): Line[] {
  const { regionCode, stage, number, isLate, event, severity, joinedChain, violations } = accepted
  const report = step?.what === 'report' ? step : null
  const lateness = stage === 'first' ? (isLate ? '; 迟报 LATE' : '; 按时 in time') : ''
  const joined = joinedChain ? '; 并入已有版本链 joined the chain' : ''
  const figures = Object.entries(report?.report.figures ?? {})
  const said = figures.map(([key, value]) => `${both(names.indicator(key))} ${value}`)
  const magnitude = report?.report.facts?.magnitude
  if (magnitude !== undefined) said.unshift(`震级 magnitude ${magnitude}`)
  const why = severity.because.map(({ figure, value }) => (figure ? ` ${figure}=${value}` : '')).join('')
  return [
    [
      '收到 in',
      `${both(names.unit(regionCode))}: ${stageTerm(stage)}, 第${number}版 v${number}; ${FOUND[event.foundBy]}${joined}${lateness}`,
    ],
    ...(report?.enteredAt ? ([['时间 times', timesOf(report, at)]] as Line[]) : []),
    ...(report ? ([['数字 figures', said.join(', ') || '未报数字 none given']] as Line[]) : []),
    [
      '研判 judged',
      `本次 now ${levelTerm(severity.level)}${why ? ` (${why.trim()})` : ''}; 过程等级 the event stands at ${levelTerm(event.severity)}; ${citations(severity.because)}`,
    ],
    ...violations.map(
      ({ rule, kind, textZh, textEn }): Line => ['校验 check', `${rule} ${kind}: ${textZh} ${textEn}`],
    ),
  ]
}

function timesOf({ enteredAt, sentAt, report }: Extract<Step, { what: 'report' }>, at: Date): string {
  const said = report.onBehalfOf?.saidAt
  return [
    ...(report.observedAt ? [`见 observed ${clock(report.observedAt, at)}`] : []),
    ...(said ? [`口述 said ${clock(said, at)}`] : []),
    ...(enteredAt ? [`录入 written ${clock(enteredAt, at)}`] : []),
    ...(sentAt ? [`发出 sent ${clock(sentAt, at)}`] : []),
    `收到 received ${clock(at)}`,
  ].join(' · ')
}

function dayOf(at: Date): string {
  const shifted = new Date(at.getTime() + 8 * 3_600_000)
  return `${shifted.toISOString().slice(0, 10)} 周${DAYS[shifted.getUTCDay()]}`
}
