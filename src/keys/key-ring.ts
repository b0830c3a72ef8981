/**
 * The key ring: the signing keys of tokens and receipts, shared by all processes through the database, opened in
 * memory. A key made by another process is found when its kid is first seen, or within half a minute.
 */
import type { JsonWebKey } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { readNow } from '../clock.ts'
import { ConfigError } from '../config.ts'
import { withoutParameters } from '../db/errors.ts'
import type { Deps } from '../deps.ts'
import { type KeyByPurpose, makeKey, openPair, openSecret } from './key-material.ts'
import { type Rotation, rotateKey } from './rotate-key.ts'
import { UnsealError } from './sealing.ts'
import { addKeys, type KeyPurpose, lockKeys, readKeys, type StoredKey } from './store.ts'
import { KEY_PURPOSES } from './tables.ts'

const RELOAD_EVERY_MS = 30_000
const ON_DEMAND_EVERY_MS = 1_000

/** A public key as the world sees it. */
interface PublishedKey {
  kid: string
  purpose: 'access_token' | 'receipt'
  jwk: JsonWebKey
}

export interface KeyRing {
  /** the newest live key */
  signing<P extends KeyPurpose>(purpose: P): KeyByPurpose[P]
  /** the key of that purpose and kid, or null when there is none or what it signed has ended */
  verifying<P extends KeyPurpose>(purpose: P, kid: string): Promise<KeyByPurpose[P] | null>
  /** access token keys while their tokens live; receipt keys for good */
  published(): PublishedKey[]
  /** makes a new key sign, here at once and in other processes within half a minute */
  rotate(purpose: KeyPurpose, accountId: string | null): Promise<Rotation>
  /** reads the keys again, as after a rotation elsewhere */
  reload(): Promise<void>
  close(): void
}

type Shelf<P extends KeyPurpose> = { key: KeyByPurpose[P]; isRetired: boolean; endsAtMs: number }[]
type Shelves = { [P in KeyPurpose]: Shelf<P> }

/**
 * Opens the ring, and makes the keys that are missing; processes that start together agree on them.
 *
 * @throws ConfigError when the sealing key is not the one the keys were sealed with
 */
export async function openKeyRing(deps: Deps, sealingKey: Buffer): Promise<KeyRing> {
  await makeMissingKeys(deps, sealingKey)
  let shelves = await loadShelves(deps, sealingKey)
  let coming: Promise<void> | null = null
  let lastOnDemandMs = Number.NEGATIVE_INFINITY

  const reload = async () => {
    shelves = await loadShelves(deps, sealingKey)
  }
  // Whoever shows unknown kids costs one read a second at most, and whoever shows a new one waits a second at most.
  const reloadSoon = () => {
    coming ??= sleep(Math.max(0, lastOnDemandMs + ON_DEMAND_EVERY_MS - performance.now()))
      .then(reload)
      .finally(() => {
        lastOnDemandMs = performance.now()
        coming = null
      })
    return coming
  }
  const timer = setInterval(() => {
    reload().catch((err: unknown) =>
      deps.log.warn({ err: withoutParameters(err) }, 'signing keys could not be read again'),
    )
  }, RELOAD_EVERY_MS)
  timer.unref()

  return {
    signing: (purpose) => signingKey(shelves, purpose),
    async verifying(purpose, kid) {
      const known = find(shelves, purpose, kid)
      if (known) return known
      await reloadSoon()
      return find(shelves, purpose, kid)
    },
    published: () => [...publish(shelves, 'access_token'), ...publish(shelves, 'receipt')],
    async rotate(purpose, accountId) {
      const rotation = await rotateKey(deps, sealingKey, purpose, accountId)
      await reload()
      return rotation
    },
    reload,
    close: () => clearInterval(timer),
  }
}

function signingKey<P extends KeyPurpose>(shelves: Shelves, purpose: P): KeyByPurpose[P] {
  const live = shelves[purpose].find((entry) => !entry.isRetired)
  if (!live) throw new Error(`there is no live key for ${purpose}`)
  return live.key
}

function find<P extends KeyPurpose>(shelves: Shelves, purpose: P, kid: string): KeyByPurpose[P] | null {
  const entry = shelves[purpose].find(({ key }) => key.kid === kid)
  return entry && performance.now() < entry.endsAtMs ? entry.key : null
}

function publish(shelves: Shelves, purpose: 'access_token' | 'receipt'): PublishedKey[] {
  return shelves[purpose]
    .filter(({ endsAtMs }) => performance.now() < endsAtMs)
    .map(({ key }) => ({ kid: key.kid, purpose, jwk: key.publicJwk }))
}

async function makeMissingKeys({ db }: Deps, sealingKey: Buffer): Promise<void> {
  const missing = (keys: readonly StoredKey[]) =>
    KEY_PURPOSES.filter((purpose) => !keys.some((k) => k.purpose === purpose && k.retiredForSeconds === null))
  if (missing(await readKeys(db)).length === 0) return
  await db.transaction(async (tx) => {
    await lockKeys(tx)
    const now = await readNow(tx)
    const purposes = missing(await readKeys(tx))
    await addKeys(
      tx,
      purposes.map((purpose) => makeKey(purpose, sealingKey, now)),
    )
  })
}

async function loadShelves({ db, config }: Deps, sealingKey: Buffer): Promise<Shelves> {
  const readAtMs = performance.now()
  const stored = await readKeys(db)
  const verifiableSeconds: Record<KeyPurpose, number> = {
    // other processes may sign with a retired key until they have read the keys again
    access_token: config.ACCESS_TOKEN_SECONDS + (2 * RELOAD_EVERY_MS) / 1_000,
    refresh_token: config.REFRESH_TOKEN_DAYS * 86_400,
    receipt: Number.POSITIVE_INFINITY,
  }
  const shelf = <Key>(purpose: KeyPurpose, open: (key: StoredKey, sealingKey: Buffer) => Key) =>
    stored
      .filter((key) => key.purpose === purpose)
      .map((key) => ({
        key: open(key, sealingKey),
        isRetired: key.retiredForSeconds !== null,
        endsAtMs:
          key.retiredForSeconds === null
            ? Number.POSITIVE_INFINITY
            : readAtMs + (verifiableSeconds[purpose] - key.retiredForSeconds) * 1_000,
      }))
  try {
    return {
      access_token: shelf('access_token', openPair),
      receipt: shelf('receipt', openPair),
      refresh_token: shelf('refresh_token', openSecret),
    }
  } catch (cause) {
    if (!(cause instanceof UnsealError)) throw cause
    throw new ConfigError(
      'The sealing key is not the one that sealed the signing keys of this database. Set SEALING_KEY to that key, or put its file back as DATA_DIR/sealing-key.',
      { cause },
    )
  }
}
