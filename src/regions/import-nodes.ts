import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../outbox/store.ts'
import { Problem } from '../problems/problem.ts'
import { ancestorsOf, codeAbove, covers, tierOf } from './codes.ts'
import { checkTree } from './import-checks.ts'
import { type ImportedNode, readNodeRows } from './import-rows.ts'
import {
  joinToNodesAbove,
  lockNodesAgainstImports,
  type Node,
  readNodes,
  readNodesBelow,
  upsertNodes,
} from './store.ts'

export interface ImportedCounts {
  added: number
  /** already known, and not as the file says; the closed ones not counted */
  changed: number
  /** open until now, and given a closing date by the file */
  closed: number
}

const SOURCE = 'import'

interface Known {
  nodes: ReadonlyMap<string, Node>
  below: ReadonlyMap<string, readonly Node[]>
}

/**
 * Imports units (导入区划) of another city or province from CSV, or corrects and closes known ones: all rows or none.
 * A row replaces everything known of its unit; units not in the file stay as they are, and none is ever deleted.
 *
 * @param csvText with the header `regionCode,nameZh,nameRomanised,nameBo,aliases,openedOn,closedOn`
 * @throws Problem import-refused with every row at fault
 */
export async function importNodes({ db }: Deps, csvText: string): Promise<ImportedCounts> {
  const rows = readNodeRows(csvText)
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    await lockNodesAgainstImports(tx)
    const known = await readKnown(tx, rows)
    const errors = checkTree(rows, known)
    if (errors.length > 0) {
      throw new Problem('import-refused', `${errors.length} things are wrong; nothing was imported.`, {
        errors,
      })
    }
    const decided = decide(rows, known)
    await upsertNodes(tx, decided.written)
    await joinToNodesAbove(tx)
    await announce(tx, { now, csvText, rows, ...decided })
    const { added, changed, closed } = decided
    return { added: added.length, changed: changed.length, closed: closed.length }
  })
}

async function readKnown(db: Db, rows: readonly ImportedNode[]): Promise<Known> {
  const codes = rows.map((row) => row.regionCode)
  const above = codes.map(codeAbove).filter((code) => code !== null)
  const closing = rows.filter((row) => row.closedOn !== null).map((row) => row.regionCode)
  const nodes = await readNodes(db, [...new Set([...codes, ...above])])
  const below = await readNodesBelow(db, closing)
  return {
    nodes: new Map(nodes.map((node) => [node.regionCode, node])),
    below: Map.groupBy(below, (node) => codeAbove(node.regionCode) ?? ''),
  }
}

/** What each row means for what is known: rows that say nothing new are not written. */
function decide(rows: readonly ImportedNode[], known: Known) {
  const decided = {
    written: [] as Node[],
    added: [] as string[],
    changed: [] as string[],
    closed: [] as string[],
  }
  const inFile = new Set(rows.map((row) => row.regionCode))
  for (const row of rows) {
    const before = known.nodes.get(row.regionCode)
    if (before && sameFacts(before, row)) continue
    const above = codeAbove(row.regionCode)
    const isAboveKnown = above !== null && (inFile.has(above) || known.nodes.has(above))
    decided.written.push({
      ...row,
      aboveCode: isAboveKnown ? above : null,
      tier: tierOf(row.regionCode),
      source: SOURCE,
    })
    const isClosing = before?.closedOn === null && row.closedOn !== null
    const list = before ? (isClosing ? decided.closed : decided.changed) : decided.added
    list.push(row.regionCode)
  }
  return decided
}

function sameFacts(before: Node, row: ImportedNode): boolean {
  return (
    before.nameZh === row.nameZh &&
    before.nameRomanised === row.nameRomanised &&
    before.nameBo === row.nameBo &&
    before.openedOn === row.openedOn &&
    before.closedOn === row.closedOn &&
    before.aliases.join('|') === row.aliases.join('|')
  )
}

interface Act {
  now: Date
  csvText: string
  rows: readonly ImportedNode[]
  added: readonly string[]
  changed: readonly string[]
  closed: readonly string[]
}

async function announce(db: Db, { now, csvText, rows, added, changed, closed }: Act): Promise<void> {
  const importId = uuidv7()
  const regionCode = regionOf(rows.map((row) => row.regionCode))
  const detail = { added: added.length, changed, closed }
  const fileHash = createHash('sha256').update(csvText).digest('hex')
  const subject = { subjectKind: 'node_import', subjectId: importId, regionCode }
  await record(db, [
    { at: now, accountId: null, action: 'node.imported', ...subject, detail: { ...detail, fileHash } },
  ])
  await enqueue(db, [
    {
      topic: 'node.imported',
      eventId: null,
      regionCode,
      subjectId: importId,
      payload: detail,
      createdAt: now,
    },
  ])
}

/** The lowest unit in which all of these lie, or null when they share none. */
function regionOf(codes: readonly string[]): string | null {
  const [first] = codes
  if (first === undefined) return null
  return [first, ...ancestorsOf(first)].find((above) => codes.every((code) => covers(above, code))) ?? null
}
