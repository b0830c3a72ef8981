import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { CommandError } from '../command-error.ts'
import { readSequences } from './catalogue.ts'
import {
  copyLine,
  END_OF_ROWS,
  type Head,
  headLines,
  type Manifest,
  SEAL,
  type Tail,
  tailLines,
  type WrittenTable,
} from './format.ts'
import { countRows, verifyBackup } from './read-backup.ts'
import { rowsOf, withSession } from './session.ts'
import { openSnapshot, type Snapshot } from './snapshot.ts'

export interface BackupOrder {
  url: string
  /** where to write, or null for a name made of the instant, in `folder` */
  file: string | null
  folder: string
  /** told in words how far the work is */
  tell: (progress: string) => void
  signal?: AbortSignal
}

export interface WrittenBackup {
  path: string
  bytes: number
  manifest: Manifest
}

/**
 * Backs up a database as it is at one instant, while others go on reading and writing. The file appears under its name
 * only when it is complete, on the disk, and was read back and checked.
 *
 * @throws CommandError with a sentence; no file is left then
 */
export async function writeBackup(order: BackupOrder): Promise<WrittenBackup> {
  const { url, signal, tell } = order
  let draft: string | null = null
  try {
    const path = await withSession(url, signal, async (client) => {
      const snapshot = await openSnapshot(client, tell)
      const chosen = await choosePath(order, snapshot.head)
      draft = `${chosen}.${process.pid}.part`
      await writeFile(draft, sealed(contentOf(client, snapshot, tell)), signal)
      await client.query('commit')
      return chosen
    })
    tell('reading it back')
    const manifest = await verifyBackup(draft ?? path, signal)
    await putInPlace(draft ?? path, path)
    return { path, bytes: (await stat(path)).size, manifest }
  } catch (error) {
    throw isFileError(error) ? cannotWrite(error) : error
  } finally {
    if (draft) await rm(draft, { force: true })
  }
}

async function choosePath({ file, folder }: BackupOrder, { takenAt }: Head): Promise<string> {
  const day = takenAt.slice(0, 19).replaceAll(':', '-')
  const path = resolve(file ?? join(folder, `fengsui-${day}.backup`))
  if (file === null) await mkdir(folder, { recursive: true, mode: 0o700 })
  await refuseExisting(path)
  return path
}

async function refuseExisting(path: string): Promise<void> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  if (isThere) throw new CommandError(`${path} is there already and was left as it is. Name another file.`)
}

/** The text of a backup, piece by piece; what it says at its end is known only there. */
async function* contentOf(
  client: pg.Client,
  { head, tables }: Snapshot,
  tell: (progress: string) => void,
): AsyncGenerator<string | Buffer, void> {
  yield lines(headLines(head))
  const written: WrittenTable[] = []
  for (const table of tables) {
    const { name, columns } = table
    yield lines([copyLine(table)])
    const hash = createHash('sha256')
    let rows = 0
    let bytes = 0
    for await (const chunk of rowsOf(client, table) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      rows += countRows(chunk)
      bytes += chunk.length
      yield chunk
    }
    yield lines([END_OF_ROWS])
    written.push({ name, columns, rows, bytes, sha256: hash.digest('hex') })
    tell(`${name}: ${rows} rows`)
  }
  // after the rows, so that no sequence falls behind them: numbers are given outside of snapshots
  const tail: Tail = { tables: written, sequences: await readSequences(client) }
  yield lines(tailLines(tail))
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('')
}

async function* sealed(content: AsyncGenerator<string | Buffer, void>) {
  const hash = createHash('sha256')
  for await (const piece of content) {
    hash.update(piece)
    yield piece
  }
  yield lines([`${SEAL}${hash.digest('hex')}`])
}

async function writeFile(
  path: string,
  content: AsyncGenerator<string | Buffer, void>,
  signal?: AbortSignal,
): Promise<void> {
  const text = Readable.from(content, { objectMode: false })
  await pipeline(text, createGzip(), createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal })
}

/** The content is on the disk before the name is, and the name survives a power cut too. */
async function putInPlace(draft: string, path: string): Promise<void> {
  await refuseExisting(path)
  await sync(draft)
  await rename(draft, path)
  await sync(dirname(path))
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error
}

function cannotWrite(error: NodeJS.ErrnoException): CommandError {
  return new CommandError(`The backup cannot be written: ${error.message}. No file was left.`, {
    cause: error,
  })
}
