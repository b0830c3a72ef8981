/** The timeline (推演过程), as lines that a bureau can read. */
import type { Accepted, Outcome } from '../memory.ts'
import type { Names } from '../names.ts'
import type { Entry } from '../play.ts'
import type { Drill } from '../schema.ts'
import type { Step } from '../step-schema.ts'
import { tellCalled } from './called.ts'
import { changeLines, type Line } from './changes.ts'
import { cells, pad, wrap } from './layout.ts'
import { nilReportLines } from './nil-report.ts'
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
  nil_report: '零报告 nil',
  call: '办理 act',
  chapter: '',
  note: '记事 note',
}

/** Every line of the timeline, with a heading for each day. */
export function timelineLines(entries: readonly Entry[], drill: Drill, names: Names): string[] {
  let day = ''
  return entries.flatMap((entry) => {
    const today = dayOf(entry.at)
    const chapter = entry.step?.what === 'chapter' ? chapterLines(entry.step) : []
    const heading = today === day ? [] : ['', `── ${today} ${'─'.repeat(WIDTH - today.length - 6)}`]
    day = today
    return [...heading, ...(chapter.length > 0 ? chapter : entryLines(entry, drill, names))]
  })
}

function chapterLines({ says }: Step): string[] {
  const title = both(says)
  return ['', `━━ ${title} ${'━'.repeat(Math.max(2, WIDTH - cells(title) - 4))}`]
}

function entryLines(entry: Entry, drill: Drill, names: Names): string[] {
  const { at, step, outcome } = entry
  const isNil = step?.what === 'nil_report' && outcome?.kind === 'accepted'
  const lines: Line[] = isNil
    ? nilReportLines(entry, outcome.accepted, names)
    : [
        ...(step ? tellStep(step, drill) : []),
        ...(outcome ? tellOutcome(outcome, entry, names) : []),
        ...changeLines(entry, names),
      ]
  return lines.flatMap(([label, text], i) => {
    const time = i === 0 ? `${clock(at)} ${markOf(step)}` : ''
    return wrap(text, WIDTH - LABEL - 8).map((piece, j) =>
      j === 0 ? `${pad(time, 8)}${pad(label, LABEL)}${piece}` : `${' '.repeat(8 + LABEL)}${piece}`,
    )
  })
}

/** What no source tells is arranged for the drill; an instant that the sources leave open is assumed. */
function markOf(step: Step | null): string {
  if (!step) return ' '
  if (!step.source) return '○'
  return step.assumed ? '≈' : ' '
}

function tellStep(step: Step, drill: Drill): Line[] {
  const member = 'who' in step ? drill.cast.find(({ id }) => id === step.who) : undefined
  const who = member ? `${both(member.post)}: ` : ''
  const source = step.source ? ` [${step.source.join(', ')}]` : ''
  const { says, what, assumed } = step
  const isLong = step.source !== undefined
  return [
    ...(isLong
      ? ([
          [WHAT[what], `${who}${says.zh}`],
          ['', `${says.en}${source}`],
        ] as Line[])
      : ([[WHAT[what], `${who}${says.zh} ${says.en}`]] as Line[])),
    ...(assumed ? ([['推定 assumed', both(assumed)]] as Line[]) : []),
    ...(what === 'note' && step.notReplayed ? ([['未推演 not yet', both(step.notReplayed)]] as Line[]) : []),
  ]
}

function tellOutcome(outcome: Outcome, entry: Entry, names: Names): Line[] {
  switch (outcome.kind) {
    case 'accepted':
      return tellAccepted(outcome.accepted, entry, names)
    case 'held':
      return [['收存 held', '前一版本未到,先收存 waits for the version before it']]
    case 'refused':
      return [['拒收 refused', `${outcome.status} ${outcome.problem}: ${outcome.detail}`]]
    case 'called':
      return [
        ...(outcome.accepted ? tellAccepted(outcome.accepted, entry, names) : []),
        ...tellCalled(outcome, entry.at),
      ]
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

function tellAccepted(accepted: Accepted, { step, at, changes }: Entry, names: Names): Line[] {
  const { regionCode, stage, number, isLate, event, joinedChain, violations } = accepted
  const report = step?.what === 'report' ? step : null
  const lateness = stage === 'first' ? (isLate ? '; 迟报 LATE' : '; 按时 in time') : ''
  const joined = joinedChain ? '; 并入已有版本链 joined the chain' : ''
  const figures = Object.entries(report?.report.figures ?? {})
  const said = figures.map(([key, value]) => `${both(names.indicator(key))} ${value}`)
  const magnitude = report?.report.facts?.magnitude
  if (magnitude !== undefined) said.unshift(`震级 magnitude ${magnitude}`)
  return [
    [
      '收到 in',
      `${both(names.unit(regionCode))}: ${stageTerm(stage)}, 第${number}版 v${number}; ${FOUND[event.foundBy]}${joined}${lateness}`,
    ],
    ...(report?.enteredAt ? ([['时间 times', timesOf(report, at)]] as Line[]) : []),
    ...(report ? ([['数字 figures', said.join(', ') || '未报数字 none given']] as Line[]) : []),
    judgedLine(accepted, changes),
    ...violations.map(
      ({ rule, kind, textZh, textEn }): Line => ['校验 check', `${rule} ${kind}: ${textZh} ${textEn}`],
    ),
  ]
}

/** A grade that changed is told with its source; one that did not, in a word. */
function judgedLine({ severity, event }: Accepted, { ladders }: Entry['changes']): Line {
  const figures = severity.because.flatMap(({ figure, value }) => (figure ? [`${figure}=${value}`] : []))
  const why = figures.length > 0 ? ` (${figures.join(', ')})` : ''
  const stands =
    event.severity === severity.level ? '' : `; 过程等级 the event stands at ${levelTerm(event.severity)}`
  const source = ladders.length > 0 ? `  ${citations(severity.because)}` : ', 不变 unchanged'
  return ['研判 judged', `${levelTerm(severity.level)}${why}${stands}${source}`]
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
