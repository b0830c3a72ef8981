import { inArray } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import type { Role } from './caller.ts'
import { type Action, may, type Place } from './may.ts'
import { bindings } from './tables.ts'

/** One act whose actor is to be named: by post, never by personal name. */
export interface Act {
  accountId: string
  at: Date
  action: Action
  place: Place
}

/** Who acted (经办岗位): the account, and the post by which it was allowed to. */
export interface Actor {
  accountId: string
  role: Role | null
  regionCode: string | null
  sectionCode: string | null
  departmentCode: string | null
}

/**
 * The posts by which accounts acted, as they were held at the instant of each act.
 *
 * @returns one actor for each act, in order; without a post where none held any more allows the act
 */
export async function readActors(db: Db, acts: readonly Act[]): Promise<Actor[]> {
  const ids = [...new Set(acts.map((act) => act.accountId))]
  const held =
    ids.length === 0 ? [] : await db.select().from(bindings).where(inArray(bindings.accountId, ids))
  return acts.map(({ accountId, at, action, place }) => {
    const post = held.find(
      (binding) =>
        binding.accountId === accountId &&
        binding.since <= at &&
        (binding.until === null || binding.until > at) &&
        may({ bindings: [binding] }, action, place),
    )
    return {
      accountId,
      role: post?.role ?? null,
      regionCode: post?.regionCode ?? null,
      sectionCode: post?.sectionCode ?? null,
      departmentCode: post?.departmentCode ?? null,
    }
  })
}
