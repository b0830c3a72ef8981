/** Every route, asked by every role at every tier for what lies at every place; and by nobody. */
import { readFile } from 'node:fs/promises'
import t from 'tap'
import { ask, askAsNobody } from './ask.ts'
import { type Cell, told } from './cells.ts'
import { each, layMatrix } from './lay-matrix.ts'
import { MATRIX, NOT_DONE_HERE, OPEN_TO_ALL } from './matrix.ts'
import { permissionsPage } from './page.ts'
import { isReading } from './row.ts'
import { snapshot } from './snapshot.ts'

const { api, asking, cells, missing } = await layMatrix(t)
const done = new Set<string>()

/** Asks for these cells; returns those that hear something else than the matrix says, by what they hear, with one answer. */
async function differing(asked: readonly Cell[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  await each(asked, async (cell) => {
    const { outcome, status, text } = await ask(asking, cell)
    if (status < 300) done.add(cell.row.route)
    if (outcome === cell.expected) return
    const what = `${cell.row.route}: ${outcome}, not ${cell.expected}`
    found[what] = [...(found[what] ?? [text.slice(0, 200)]), told(cell)]
  })
  return found
}

t.test('every route of the running service is in the matrix, and nothing else', async (t) => {
  const document = (await (await fetch(`${api.address}/docs/openapi.json`)).json()) as {
    paths: Record<string, Record<string, object>>
  }
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  t.ok(routes.length > 130, `${routes.length} routes`)
  t.same([...new Set(MATRIX.map(({ route }) => route))].sort(), routes.sort())
})

t.test('every cell that cannot be says why', async (t) => {
  const reasons = Map.groupBy(missing, ({ reason }) => reason)
  for (const [reason, all] of reasons) t.comment(`${all.length} cells: ${reason}`)
  t.same(
    missing.filter(({ reason }) => reason === 'unexplained').map(({ row }) => row.route),
    [],
  )
  t.ok(cells.length > 19_000, `${cells.length} cells are asked, ${missing.length} cannot be`)
})

t.test('reading and being refused is as the matrix says, and changes nothing', async (t) => {
  const before = await snapshot(api)
  t.same(await differing(cells.filter(({ row }) => isReading(row))), {}, 'reading')
  const refused = cells.filter(({ row, expected }) => !isReading(row) && expected !== 'through')
  t.same(await differing(refused.filter(({ row }) => !row.keepsRefusals)), {}, 'being refused')
  t.same(await snapshot(api), before, 'nothing was written')
  t.same(await differing(refused.filter(({ row }) => row.keepsRefusals)), {}, 'refused, and kept')
})

t.test('without a token only what is open to all answers', async (t) => {
  const before = await snapshot(api)
  const closed: string[] = []
  await each([...new Set(MATRIX.map(({ route }) => route))], async (route) => {
    const { status } = await askAsNobody(asking, route)
    if (status === 401) closed.push(route)
    else
      t.ok(
        OPEN_TO_ALL.includes(route) && (status < 500 || route === 'GET /readyz'),
        `${route} answers nobody ${status}`,
      )
  })
  t.equal(closed.length + OPEN_TO_ALL.length, new Set(MATRIX.map(({ route }) => route)).size)
  t.same(await snapshot(api), before)
})

t.test('whoever may is let through, and does what the route is for', async (t) => {
  const writing = cells.filter(({ row, expected }) => !isReading(row) && expected === 'through')
  t.same(await differing(writing), {})
  const never = MATRIX.map(({ route }) => route).filter((route) => !done.has(route))
  t.same([...new Set(never)].sort(), Object.keys(NOT_DONE_HERE).sort(), 'all others were done once')
})

t.test('the page of permissions is what the matrix says', async (t) => {
  const committed = await readFile(new URL('../../docs/permissions.md', import.meta.url), 'utf8')
  t.ok(committed === permissionsPage(), 'run: npm run permissions')
})
