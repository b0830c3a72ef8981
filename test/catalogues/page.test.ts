import { readFile } from 'node:fs/promises'
import t from 'tap'
import { regulationsPage } from '../../src/catalogues/page/page.ts'
import { describeRules } from '../../src/catalogues/rules/describe.ts'
import { STATUSES } from '../../src/regulations/citation.ts'
import { OPEN_QUESTIONS } from '../../src/regulations/open-questions.ts'

const ENTRIES = describeRules()
const PAGE = regulationsPage(ENTRIES, OPEN_QUESTIONS)

const section = (number: number) => PAGE.split(/^## \d+ /m)[number] ?? ''

t.test('the committed page is what the rules say', async (t) => {
  const committed = await readFile(new URL('../../docs/regulations.md', import.meta.url), 'utf8')
  t.ok(committed === PAGE, 'run: npm run -s cli -- regulations > docs/regulations.md')
})

t.test('every rule stands in the tables, with its clause and its text', async (t) => {
  const lost = ENTRIES.filter(({ rule, group }) => {
    if (group === 'severity_ladder' || group === 'relief_response') return !inItsLadder(rule)
    return !PAGE.includes(`\`${rule}\``)
  })
  t.same(
    lost.map(({ rule }) => rule),
    [],
  )
  for (const { rule, editions } of ENTRIES) {
    for (const { citation } of editions) {
      t.ok(PAGE.includes(citation.instrumentZh) && PAGE.includes(citation.clause), rule)
    }
  }
})

/** A threshold stands in the table of its ladder: its level is a row, its measure a column or a tick. */
function inItsLadder(rule: string): boolean {
  const [ladder = '', level, end] = rule.split('.')
  if (PAGE.includes(`\`${rule}\``)) return true
  const table = PAGE.split(`规则 rule \`${ladder}\``)[1]?.split('\n### ')[0] ?? ''
  return table.includes(`\`${level}\``) && table.includes(`\`${end}\``)
}

t.test('the summary counts each edition once', async (t) => {
  const editions = ENTRIES.flatMap((entry) => entry.editions)
  const counts = STATUSES.map(
    (status) => editions.filter(({ citation }) => citation.status === status).length,
  )
  t.match(section(1), `| **合计 All** | ${ENTRIES.length} | ${counts.join(' | ')} |`)
  t.equal(
    counts.reduce((sum, count) => sum + count),
    editions.length,
  )
})

t.test('what is not verified is listed to the last rule, and nothing else', async (t) => {
  const listed = [...section(2).matchAll(/^### .* \((\d+)\)$/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  )
  const open = ENTRIES.flatMap(({ rule, editions }) =>
    editions.filter(({ citation }) => citation.status !== 'verified').map(() => rule),
  )
  t.equal(listed, open.length)
  const lost = open.filter((rule) => {
    const [head = ''] = rule.split('.')
    return !section(2).includes(`\`${rule}\``) && !section(2).includes(`\`${rule.slice(head.length)}\``)
  })
  t.same(lost, [])
  t.notOk(/已核对 verified/.test(section(2)))
})

t.test('every open question stands in the list with what holds meanwhile', async (t) => {
  for (const { id, zh, en, meanwhileZh, meanwhileEn } of OPEN_QUESTIONS) {
    t.ok(section(3).includes(`${zh}<br>${en} | ${meanwhileZh}<br>${meanwhileEn} |`), id)
  }
})

t.test('cells of differing status are marked in the tables of ladders', async (t) => {
  const tibet = PAGE.split('规则 rule `flood_drought_tibet`')[1]?.split('\n### ')[0] ?? ''
  t.match(tibet, '| 较大<br>relatively serious<br>`relatively_serious` | 20人以上30人以下<br>≥ 20, < 30 |')
  t.match(tibet, '30人以上<br>≥ 30<br>*推定 inferred*')
})

t.test('tables are whole: as many cells in each row as in its head', async (t) => {
  const tables = PAGE.split('\n\n').filter((part) => part.startsWith('|'))
  t.ok(tables.length > 60, `${tables.length} tables`)
  for (const table of tables) {
    const widths = new Set(
      table
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' | ').length),
    )
    t.equal(widths.size, 1, table.slice(0, 60))
  }
})
