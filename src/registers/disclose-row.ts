import { v7 as uuidv7 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { mustMay } from '../accounts/may.ts'
import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../outbox/store.ts'
import { insertAccess } from './access-store.ts'
import { registersDestroyed } from './add-rows.ts'
import { mustSeeRow } from './jurisdiction.ts'
import { openFields } from './open-fields.ts'
import { type ContentRow, contentOfRow } from './row-state.ts'
import { withoutValues } from './rules/masking.ts'
import { type Register, sealedFields } from './rules/row-content.ts'
import { readSealedFields } from './store.ts'
import { filedUnder } from './write-rows.ts'

/** What somebody asks to read unmasked, and for what. */
export interface Request {
  purpose: string
  /** the fields of the form; all that are sealed unless given */
  fields?: readonly string[] | undefined
}

/** What was read, as the access log has it. */
export interface Disclosure {
  id: string
  at: Date
  purpose: string
  /** the fields that were asked for, the known and the unknown */
  fields: readonly string[]
  row: ContentRow
}

/**
 * Reads sealed fields of a row unmasked (查阅身份信息), for a stated purpose. The access log has it before the answer leaves. A
 * purpose that repeats what it reads is kept with that masked, since the log outlives the register.
 *
 * @throws Problem not-permitted, outside-jurisdiction, not-found, registers-destroyed
 */
export async function discloseRow(
  { db }: Pick<Deps, 'db'>,
  sealingKey: Buffer,
  caller: Caller,
  { register, id }: { register: Register; id: string },
  request: Request,
): Promise<Disclosure> {
  const { accountId } = caller
  return db.transaction(async (tx) => {
    const now = await readNow(tx)
    const { row: stored } = await mustSeeRow(tx, caller, register, id)
    mustMay(caller, 'register.disclose', { regionCode: stored.regionCode })
    if (stored.destructionId !== null) throw registersDestroyed()
    const row = contentOfRow(stored, openFields(await readSealedFields(tx, [id]), sealingKey).get(id))
    const form = sealedFields(register)
    const fields = form.map(({ key }) => key).filter((key) => request.fields?.includes(key) ?? true)
    const values = form.flatMap(({ key, shown }) => {
      const value = row.content.identity[key]
      return value === undefined ? [] : [{ value, shown }]
    })
    const purpose = withoutValues(request.purpose, values)
    const place = { eventId: row.eventId, regionCode: filedUnder(row.regionCode) }
    const access = { id: uuidv7(), rowId: id, ...place, accountId, at: now, fields, purpose }
    await insertAccess(tx, access)
    const detail = { eventId: row.eventId, register, accessId: access.id, fields }
    const subject = { subjectId: id, regionCode: place.regionCode }
    const payload = { ...detail, accountId }
    const topic = 'register_row.disclosed'
    await enqueue(tx, [{ topic, eventId: row.eventId, ...subject, payload, createdAt: now }])
    await record(tx, [{ at: now, accountId, action: topic, subjectKind: 'register_row', ...subject, detail }])
    return { id: access.id, at: now, purpose, fields, row }
  })
}
