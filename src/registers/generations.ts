/**
 * Generations of the keys of registers (数据密钥): one key that encrypts fields, and one that hashes id numbers. They lie
 * in the database sealed with the configured key, as the signing keys do, and are opened for one act at a time.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { ConfigError } from '../config.ts'
import type { Db } from '../db/client.ts'
import { seal, UnsealError, unseal } from '../keys/sealing.ts'
import {
  addKey,
  holdLiveKeys,
  lockMakingOfKeys,
  nextGeneration,
  type RegisterKeyRow,
  readLiveKeys,
} from './key-store.ts'
import type { Register, Value } from './rules/row-content.ts'

const KEY_BYTES = 32
/** Ciphertexts are as long as what they hide, so what they hide comes in steps: a name of two characters or of four looks alike. */
const BLOCK_BYTES = 32

/** A generation, opened. */
export interface Generation {
  kid: string
  isRetired: boolean
  dataKey: Buffer
  lookupKey: Buffer
}

/** What a writer needs: the generation that seals, and all whose hashes are still looked up. */
export interface WritingKeys {
  current: Generation
  live: readonly Generation[]
}

/**
 * The keys to write with. None of them is retired before the end of the transaction. The first writer makes the first
 * generation.
 *
 * @throws UnsealError when the configured key is not the one they were sealed with
 */
export async function keysForWriting(db: Db, sealingKey: Buffer, now: Date): Promise<WritingKeys> {
  const opened = async () => (await holdLiveKeys(db)).map((row) => openGeneration(row, sealingKey))
  const live = await opened()
  const current = live.find(({ isRetired }) => !isRetired)
  if (current) return { current, live }
  await lockMakingOfKeys(db)
  // whoever was first has made it meanwhile
  const again = await opened()
  const made = again.find(({ isRetired }) => !isRetired)
  if (made) return { current: made, live: again }
  const fresh = await makeGeneration(db, sealingKey, now)
  return { current: fresh, live: [fresh, ...again] }
}

/** Makes a generation, sealed for the database. */
export async function makeGeneration(db: Db, sealingKey: Buffer, now: Date): Promise<Generation> {
  const kid = randomBytes(12).toString('base64url')
  const [dataKey, lookupKey] = [randomBytes(KEY_BYTES), randomBytes(KEY_BYTES)]
  await addKey(db, {
    kid,
    generation: await nextGeneration(db),
    sealedDataKey: seal(sealingKey, dataKey, contextOfKey(kid, 'data')),
    sealedLookupKey: seal(sealingKey, lookupKey, contextOfKey(kid, 'lookup')),
    createdAt: now,
  })
  return { kid, isRetired: false, dataKey, lookupKey }
}

/**
 * Opens a stored generation.
 *
 * @throws UnsealError
 */
function openGeneration(
  { kid, retiredAt, sealedDataKey, sealedLookupKey }: RegisterKeyRow,
  sealingKey: Buffer,
): Generation {
  return {
    kid,
    isRetired: retiredAt !== null,
    dataKey: openDataKey(kid, sealedDataKey, sealingKey),
    lookupKey: unseal(sealingKey, sealedLookupKey ?? '', contextOfKey(kid, 'lookup')),
  }
}

/**
 * Opens the key that fields are sealed with.
 *
 * @throws UnsealError
 */
export function openDataKey(kid: string, sealedDataKey: string | null, sealingKey: Buffer): Buffer {
  return unseal(sealingKey, sealedDataKey ?? '', contextOfKey(kid, 'data'))
}

/**
 * Whether the registers of this database can be opened with the configured key: asked at every start.
 *
 * @throws ConfigError when they cannot
 */
export async function mustOpenRegisters(db: Db, sealingKey: Buffer): Promise<void> {
  const stored = await readLiveKeys(db)
  try {
    for (const row of stored) openGeneration(row, sealingKey)
  } catch (cause) {
    if (!(cause instanceof UnsealError)) throw cause
    throw new ConfigError(
      'The sealing key is not the one that sealed the keys of the registers in this database. Set SEALING_KEY to that key, or put its file back as DATA_DIR/sealing-key.',
      { cause },
    )
  }
}

/** Where a field stands: its ciphertext opens there and nowhere else. */
export interface FieldPlace {
  rowId: string
  field: string
}

/** Seals one field for one row. */
export function sealField({ kid, dataKey }: Generation, place: FieldPlace, value: Value): string {
  const bytes = Buffer.from(JSON.stringify(value))
  const padded = Buffer.alloc(Math.ceil(bytes.length / BLOCK_BYTES) * BLOCK_BYTES, ' ')
  bytes.copy(padded)
  return seal(dataKey, padded, contextOfField(kid, place))
}

/**
 * Opens one field of one row.
 *
 * @throws UnsealError when it was sealed for another row or field, with another key, or was altered
 */
export function openField(
  { kid, dataKey }: Pick<Generation, 'kid' | 'dataKey'>,
  place: FieldPlace,
  sealed: string,
): Value {
  return JSON.parse(unseal(dataKey, sealed, contextOfField(kid, place)).toString()) as Value
}

/**
 * The keyed hash by which an id number is found again in one register of one event: elsewhere it has another one, so
 * that nobody can follow people from event to event by it.
 */
export function digestOf(
  { lookupKey }: Generation,
  register: Register,
  eventId: string,
  idNumber: string,
): string {
  return createHmac('sha256', lookupKey).update(`${register}:${eventId}:${idNumber}`).digest('base64url')
}

function contextOfKey(kid: string, use: 'data' | 'lookup'): string {
  return `register_keys:${use}:${kid}`
}

function contextOfField(kid: string, { rowId, field }: FieldPlace): string {
  return `register_fields:${kid}:${rowId}:${field}`
}
