/**
 * The rules as one page of Markdown (docs/regulations.md): what is verified and what is not, what the bureau must
 * supply, and every rule in tables. A pure function of the same entries that the API shows.
 */

import { STATUSES } from '../../regulations/citation.ts'
import type { OpenQuestion } from '../../regulations/open-questions.ts'
import { type Entry, GROUP_WORDS, GROUPS } from '../rules/entry.ts'
import { STATUS_SHORT, STATUS_WORDS, type Words } from '../rules/words.ts'
import { isLadder, ladderSection, shownIn } from './ladder-tables.ts'
import { asCode, lines, table } from './markdown.ts'
import { questionTable } from './questions.ts'
import { ruleTables } from './rule-tables.ts'
import { unverifiedSection } from './unverified.ts'

const COMMAND = 'npm run -s cli -- regulations > docs/regulations.md'

/**
 * The page.
 *
 * @param entries in the order of the groups
 */
export function regulationsPage(entries: readonly Entry[], questions: readonly OpenQuestion[]): string {
  const groups = GROUPS.map((group) => ({ group, of: entries.filter((entry) => entry.group === group) }))
  const shown = groups
    .filter(({ of }) => of.length > 0)
    .map(({ group, of }, index) => ({ name: `${index + FIRST_GROUP} ${bothOf(GROUP_WORDS[group])}`, of }))
  return `${[
    INTRODUCTION,
    `## 1 概况 Summary\n\n${summary(shown, entries)}`,
    `## 2 尚未核对 Not yet verified\n\n${NOT_YET}\n\n${unverifiedSection(entries)}`,
    `## 3 须由市局提供 What the bureau must supply\n\n${SUPPLY}\n\n${questionTable(questions, entries)}`,
    ...shown.map(groupSection),
  ].join('\n\n')}\n`
}

interface Section {
  name: string
  of: readonly Entry[]
}

/** The sections of the groups come after the first three. */
const FIRST_GROUP = 4

const bothOf = ({ zh, en }: Words): string => `${zh} ${en}`

const INTRODUCTION = `# 规则和依据 The rules and their sources

本文由程序根据 \`src/regulations\` 的数据生成,请勿手工修改;改了数据后运行:
Generated from the data in \`src/regulations\`, never edited by hand. After a change of the data:

\`\`\`sh
${COMMAND}
\`\`\`

同样的内容也可从接口读取 The same can be asked for: \`GET /v1/regulations\`, \`GET /v1/regulations/{rule}\`.

- **以上**含本数,**以下**不含本数 (≥ and <). 同一等级各项为"或"的关系,取最重的一级。Within a level any figure is enough; the gravest level stands.
- 每条规则有编号(如 \`accident.serious.dead\`),系统每个答复的 \`because\` 都引用它。分级表中,编号由表、等级、项目三部分组成。
  Every rule has an id, which the \`because\` of every answer names; in the tables of ladders it is ladder, level and measure.
- 事件按发生之日有效的版本判断;"起"为施行日,"至…(不含)"为失效的第一日。起始日 2000-01-01 的是默认规则,设早以便重演以往的事件。
  Events are judged by the editions in force on the day they happened: the day marked 起 is the first in force, the one after 至 the first that is not. Defaults begin on 2000-01-01, so that past events can be replayed.
- 状态说明文本核对到什么程度 The status says how far a rule has been checked against its text:

${table(
  ['状态 Status', '含义 Meaning'],
  STATUSES.map((status) => [
    `${STATUS_SHORT[status].zh} ${asCode(status)}`,
    lines(STATUS_WORDS[status].zh, STATUS_WORDS[status].en),
  ]),
)}`

const NOT_YET = `使用这些规则前,请对照原文。Check these against their texts before relying on them.
括号里是条数;以 \`.\` 开头的编号接在同一格前面的词之后。In brackets: how many. An id that begins with \`.\` goes on from the word before it.`

const SUPPLY = `找过而没有找到的文本,以及只有市局能回答的问题;\`*\` 表示以此开头的全部规则。
Texts that were looked for and not found, and questions that only the bureau can answer; \`*\` is every rule that begins so.`

function summary(sections: readonly Section[], entries: readonly Entry[]): string {
  const heads = ['节、类别 Section', '规则 Rules', ...STATUSES.map((status) => bothOf(STATUS_SHORT[status]))]
  const row = ({ name, of }: Section) => {
    const statuses = of.flatMap(({ editions }) => editions.map(({ citation }) => citation.status))
    const counts = STATUSES.map((wanted) => statuses.filter((status) => status === wanted).length)
    return [name, of.length, ...counts].map(String)
  }
  const rows = [...sections, { name: '**合计 All**', of: entries }].map(row)
  const counted = '状态按版本计数:一条规则有几个版本就计几次。Statuses are counted edition by edition.'
  return `${table(heads, rows)}\n\n${counted}`
}

function groupSection({ name, of }: Section): string {
  const ladders = of.filter(isLadder)
  const inLadders = new Set(ladders.flatMap(shownIn))
  const others = of.filter(({ rule }) => !inLadders.has(rule))
  return [
    `## ${name}`,
    ...ladders.map(ladderSection),
    ...(ladders.length > 0 && others.length > 0 ? ['### 其他 Others'] : []),
    ...(others.length > 0 ? [ruleTables(others)] : []),
  ].join('\n\n')
}
