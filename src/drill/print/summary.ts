/** The tables after the timeline (小结): what it came to, which editions were applied, which promises were kept. */
import type { Finding } from '../finding.ts'
import type { Names } from '../names.ts'
import type { Drill } from '../schema.ts'
import type { Summary } from '../summary.ts'
import { table } from './layout.ts'
import { both, causeTerm, clock, dutyTerm, levelTerm, stageTerm, statusTerm, tierTerm } from './terms.ts'

const number = (count: number): string => (count === 0 ? '·' : String(count))

/** What stands above the timeline. */
export function headLines(drill: Drill, made: number): string[] {
  return [
    `烽燧演练 FENGSUI DRILL  ${drill.title.zh}  ${drill.title.en}`,
    ...(drill.about ? [drill.about.zh, drill.about.en] : []),
    `模拟时间 simulated time ${drill.startsAt} …; 专用临时数据库 its own throw-away database; ${made} 个岗位经 HTTP posts over HTTP`,
    '标记 marks: ≈ 来源未载时刻,推定 instant assumed; ○ 来源未载,演练安排 arranged for the drill',
    '出处 sources:',
    ...drill.sources.map(({ id, zh, en }) => `  [${id}] ${zh}  ${en}`),
  ]
}

export function summaryLines(summary: Summary, names: Names): string[] {
  return [
    ...section(
      '报送版本 VERSIONS',
      ['单位 unit', '版本 versions', '迟报 late'],
      summary.versions.map(({ regionCode, stages, late }) => [
        both(names.unit(regionCode)),
        runs(stages)
          .map(([stage, times]) => `${stageTerm(stage)}${times > 1 ? ` ×${times}` : ''}`)
          .join(' → '),
        number(late),
      ]),
    ),
    ...section(
      '等级变化 SEVERITY',
      ['过程 event', '等级 grade'],
      summary.severity.map(({ title, eventId, history }) => [
        title ?? eventId,
        history.map(({ at, level }) => `${clock(at)} ${levelTerm(level)}`).join(' → '),
      ]),
    ),
    ...section(
      '合计 TOTALS (各单位最新版本各计一次 latest version of each unit, once)',
      ['地区 region', '数字 figures'],
      summary.totals.map(({ regionCode, figures }) => [
        both(names.unit(regionCode)),
        Object.entries(figures)
          .map(([key, value]) => `${names.indicator(key).zh} ${value}`)
          .join(', ') || '未报 none',
      ]),
    ),
    ...section(
      '时限 DEADLINES',
      ['层级 tier', '事项 duty', '按时 met', '迟到 late', '未办 missed', '未到 open'],
      summary.deadlines.map((row) => [
        tierTerm(row.tier),
        dutyTerm(row.duty),
        number(row.met),
        number(row.late),
        number(row.missed),
        number(row.open),
      ]),
    ),
    ...section(
      '升级 ESCALATIONS',
      ['原因 cause', '到 to', '次数 count', '签收 acknowledged', '办结 resolved'],
      summary.escalations.map((row) => [
        causeTerm(row.cause),
        tierTerm(row.toTier),
        number(row.count),
        number(row.acknowledged),
        number(row.resolved),
      ]),
    ),
    ...section(
      '分转 FORWARDINGS',
      ['接收单位 recipient', '分转 forwarded', '签收 signed', '退回 refused', '未签 unsigned'],
      summary.forwardings.map((row) => [
        both(names.recipient(row.code)),
        number(row.forwarded),
        number(row.signed),
        number(row.refused),
        number(row.open),
      ]),
    ),
    ...section(
      '适用版本 EDITIONS APPLIED',
      ['文件 instrument', '版本 edition', '施行 from', '核实 status', '用于 applied', '现行 in force now'],
      summary.editions.map((row) => [
        row.instrument,
        row.edition,
        row.inForceFrom,
        statusTerm(row.status),
        String(row.applied),
        row.now ?? '同 the same',
      ]),
    ),
  ]
}

/** The promises, kept or broken, and what was not replayed. */
export function promiseLines(
  promises: readonly Finding[],
  expectations: readonly Finding[],
  drill: Drill,
): string[] {
  return [
    ...['', '设计承诺 PROMISES OF THE DESIGN', ...promises.flatMap(findingLines)],
    ...(expectations.length > 0
      ? ['', '本演练的预期 WHAT THIS DRILL EXPECTS', ...expectations.flatMap(findingLines)]
      : []),
    ...(drill.notReplayed.length > 0
      ? ['', '尚未推演 NOT REPLAYED', ...drill.notReplayed.map((words) => `  – ${both(words)}`)]
      : []),
  ]
}

/** The same stage several times in a row, once and how often. */
function runs(stages: readonly string[]): [stage: string, times: number][] {
  const found: [string, number][] = []
  for (const stage of stages) {
    const last = found.at(-1)
    if (last?.[0] === stage) last[1] += 1
    else found.push([stage, 1])
  }
  return found
}

/** One sentence: whether the story was told to its end and all was kept. */
export function verdictLine(findings: readonly Finding[], stopped: string | null): string {
  if (stopped !== null) return '✗ 推演未到结尾 the drill did not come to its end'
  const broken = findings.filter(({ isKept }) => !isKept).length
  return broken === 0
    ? `✓ 全部 ${findings.length} 项成立 all ${findings.length} hold`
    : `✗ ${findings.length} 项中 ${broken} 项不成立 ${broken} of ${findings.length} do not hold`
}

function findingLines({ promise, isKept, looked, faults }: Finding): string[] {
  const size = looked === 1 ? '' : `  (${looked})`
  return [
    `  ${isKept ? '✓' : '✗'} ${promise.zh}  ${promise.en}${size}`,
    ...faults.slice(0, 5).map((fault) => `      ${fault}`),
  ]
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : ['', title, ...table(head, rows)]
}
