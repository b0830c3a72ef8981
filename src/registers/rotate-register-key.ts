import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Database, Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { digestOf, type Generation, keysForWriting, makeGeneration, sealField } from './generations.ts'
import {
  destroyUnusedKeys,
  lockMakingOfKeys,
  lockUpkeep,
  readLiveKeys,
  retireCurrentKey,
  rowsSealedWithRetired,
} from './key-store.ts'
import { openFields } from './open-fields.ts'
import { findRows, insertLookups, readSealedFields, resealField } from './store.ts'

const BATCH_ROWS = 100
const NIL_ID = '00000000-0000-0000-0000-000000000000'

export interface RotationOrder {
  sealingKey: Buffer
  /** told in words how far the work is */
  tell: (progress: string) => void
  /** ends the work after the batch that is under way */
  signal?: AbortSignal | undefined
  /** rows of one transaction */
  batchRows?: number | undefined
}

export interface Rotated {
  kid: string
  /** rows that were sealed anew */
  rows: number
  /** rows with a field that does not open: they keep their old key */
  unreadableRows: string[]
  /** generations whose secrets are gone */
  destroyed: string[]
}

/**
 * Rotates the keys of registers (数据密钥轮换): makes a new generation and seals everything with it, batch by batch, while the
 * service goes on. Broken off at any point it leaves everything readable, and goes on where it was when it is called again.
 * Old generations are destroyed when nothing is sealed with them any more.
 */
export async function rotateRegisterKey(
  { db }: Pick<Deps, 'db'>,
  { sealingKey, tell, signal, batchRows }: RotationOrder,
): Promise<Rotated> {
  const reseal = () => resealAll(db, { sealingKey, tell, signal, batchRows })
  const begun = await db.transaction((tx) => begin(tx, sealingKey, false))
  if (begun.isResumed) tell('going on with a rotation that was not finished')
  let { kid } = begun
  let done = await reseal()
  // what was left were only rows that no key opens: they must not keep the keys from being rotated ever again
  if (begun.isResumed && done.rows === 0) {
    ;({ kid } = await db.transaction((tx) => begin(tx, sealingKey, true)))
    done = await reseal()
  }
  const destroyed = await db.transaction(end)
  return { kid, ...done, destroyed }
}

/** A rotation that was broken off goes on; otherwise, or when told so, a new one begins. */
async function begin(
  tx: Db,
  sealingKey: Buffer,
  isNew: boolean,
): Promise<{ kid: string; isResumed: boolean }> {
  await lockUpkeep(tx)
  const now = await readNow(tx)
  const isFirst = (await readLiveKeys(tx)).length === 0
  const { current, live } = await keysForWriting(tx, sealingKey, now)
  // where nothing was ever sealed the key that is made now is new enough
  if (isFirst) return { kid: current.kid, isResumed: false }
  if (live.length > 1 && !isNew) return { kid: current.kid, isResumed: true }
  await lockMakingOfKeys(tx)
  await retireCurrentKey(tx, now)
  const { kid } = await makeGeneration(tx, sealingKey, now)
  await note(tx, 'register_key.rotated', kid, now)
  return { kid, isResumed: false }
}

async function resealAll(
  db: Database,
  { sealingKey, tell, signal, batchRows = BATCH_ROWS }: RotationOrder,
): Promise<Pick<Rotated, 'rows' | 'unreadableRows'>> {
  const unreadableRows: string[] = []
  let rows = 0
  for (let after = NIL_ID; ; ) {
    signal?.throwIfAborted()
    const batch = await db.transaction((tx) => resealBatch(tx, sealingKey, after, batchRows))
    const last = batch.rowIds.at(-1)
    if (last === undefined) return { rows, unreadableRows }
    after = last
    rows += batch.resealed
    unreadableRows.push(...batch.unreadable)
    tell(`${rows} rows sealed anew`)
  }
}

async function resealBatch(
  tx: Db,
  sealingKey: Buffer,
  after: string,
  limit: number,
): Promise<{ rowIds: string[]; resealed: number; unreadable: string[] }> {
  await lockUpkeep(tx)
  const now = await readNow(tx)
  const { current } = await keysForWriting(tx, sealingKey, now)
  const rowIds = await rowsSealedWithRetired(tx, after, limit)
  const fields = (await readSealedFields(tx, rowIds)).filter(({ keyId }) => keyId !== current.kid)
  const opened = openFields(fields, sealingKey)
  const resealed = new Set<string>()
  for (const { rowId, field } of fields) {
    const value = opened.get(rowId)?.values[field]
    if (value === undefined) continue
    const sealed = sealField(current, { rowId, field }, value)
    await resealField(tx, { rowId, field, keyId: current.kid, sealed })
    resealed.add(rowId)
  }
  await insertLookups(tx, await lookupsOf(tx, opened, current))
  const unreadable = rowIds.filter((id) => (opened.get(id)?.unreadable.length ?? 0) > 0)
  return { rowIds, resealed: resealed.size, unreadable }
}

async function lookupsOf(tx: Db, opened: ReturnType<typeof openFields>, current: Generation) {
  const rows = await findRows(tx, [...opened.keys()])
  return rows.flatMap(({ id, register, eventId }) => {
    const idNumber = opened.get(id)?.values.idNumber
    if (idNumber === undefined) return []
    const digest = digestOf(current, register, eventId, String(idNumber))
    return [{ rowId: id, keyId: current.kid, digest }]
  })
}

async function end(tx: Db): Promise<string[]> {
  await lockUpkeep(tx)
  const now = await readNow(tx)
  const destroyed = await destroyUnusedKeys(tx, 'retired', now)
  for (const kid of destroyed) await note(tx, 'register_key.destroyed', kid, now)
  return destroyed
}

async function note(db: Db, action: string, kid: string, now: Date): Promise<void> {
  const subject = { subjectKind: 'register_key', subjectId: kid, regionCode: null }
  await record(db, [{ at: now, accountId: null, action, ...subject, detail: {} }])
}
