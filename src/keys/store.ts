import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { type KEY_PURPOSES, signingKeys } from './tables.ts'

export type KeyPurpose = (typeof KEY_PURPOSES)[number]

const KEYS_LOCK = 5_401_002

/** A stored key; `retiredForSeconds` is null while it signs. */
export interface StoredKey {
  kid: string
  purpose: KeyPurpose
  sealedSecret: string
  retiredForSeconds: number | null
}

/** Makes this transaction the only one that makes or retires keys. */
export async function lockKeys(db: Db): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${KEYS_LOCK})`)
}

/** All keys, the newest of each purpose first. */
export async function readKeys(db: Db): Promise<StoredKey[]> {
  return db
    .select({
      kid: signingKeys.kid,
      purpose: signingKeys.purpose,
      sealedSecret: signingKeys.sealedSecret,
      retiredForSeconds: sql<
        number | null
      >`extract(epoch from judged_now() - ${signingKeys.retiredAt})::float8`,
    })
    .from(signingKeys)
    .orderBy(sql`${signingKeys.createdAt} desc, ${signingKeys.kid} desc`)
}

export interface NewKey {
  kid: string
  purpose: KeyPurpose
  publicJwk: object | null
  sealedSecret: string
  createdAt: Date
}

export async function addKeys(db: Db, keys: readonly NewKey[]): Promise<void> {
  if (keys.length > 0) await db.insert(signingKeys).values([...keys])
}

/** Retires the keys that sign for a purpose. */
export async function retireKeys(db: Db, purpose: KeyPurpose, now: Date): Promise<void> {
  await db
    .update(signingKeys)
    .set({ retiredAt: now })
    .where(and(eq(signingKeys.purpose, purpose), isNull(signingKeys.retiredAt)))
}
