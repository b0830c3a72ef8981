import { record } from '../audit/store.ts'
import { readNow } from '../clock.ts'
import type { Deps } from '../deps.ts'
import { makeKey } from './key-material.ts'
import { addKeys, type KeyPurpose, lockKeys, retireKeys } from './store.ts'

export interface Rotation {
  purpose: KeyPurpose
  kid: string
  rotatedAt: Date
}

/**
 * Rotates a signing key (密钥轮换): a new one signs from now; what the old one signed stays verifiable until it ends,
 * receipts for good. The caller reloads its ring; other processes follow by themselves.
 *
 * @param accountId who asked for it, for the trail
 */
export async function rotateKey(
  { db }: Deps,
  sealingKey: Buffer,
  purpose: KeyPurpose,
  accountId: string | null,
): Promise<Rotation> {
  return db.transaction(async (tx) => {
    await lockKeys(tx)
    const now = await readNow(tx)
    const key = makeKey(purpose, sealingKey, now)
    await retireKeys(tx, purpose, now)
    await addKeys(tx, [key])
    await record(tx, [
      {
        at: now,
        accountId,
        action: 'key.rotated',
        subjectKind: 'signing_key',
        subjectId: key.kid,
        regionCode: null,
        detail: { purpose },
      },
    ])
    return { purpose, kid: key.kid, rotatedAt: now }
  })
}
