import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { CommandError } from '../command-error.ts'
import {
  COPY,
  checkFirstLine,
  copyLine,
  damaged,
  END_OF_ROWS,
  headLines,
  type Manifest,
  notABackup,
  readHead,
  readTail,
  SEAL,
  tailLines,
} from './format.ts'

const CHUNK_BYTES = 65_536
/** Lines outside tables are short: more than this is something else. */
const LONGEST_LINE_BYTES = 16_777_216

/** A backup as it is read: lines, and the rows that follow a line that opens a table, whole rows at a time. */
export type Part =
  | { kind: 'line'; text: string }
  | { kind: 'rows'; bytes: Buffer }
  | { kind: 'end-of-rows'; text: typeof END_OF_ROWS }

/**
 * Reads a backup from one end to the other without changing anything, and checks all that it says of itself.
 *
 * @throws CommandError with a sentence when it is foreign, cut short, altered or in another format
 */
export async function verifyBackup(path: string, signal?: AbortSignal): Promise<Manifest> {
  const seal = createHash('sha256')
  const lines: string[] = []
  const found: { rows: number; sha256: string }[] = []
  let table = newCount()
  let isSealed = false
  for await (const part of readParts(path, signal)) {
    if (isSealed) throw damaged(path, 'something follows its end')
    if (part.kind === 'rows') {
      seal.update(part.bytes)
      table.hash.update(part.bytes)
      table.rows += countRows(part.bytes)
      continue
    }
    if (part.kind === 'end-of-rows') {
      found.push({ rows: table.rows, sha256: table.hash.digest('hex') })
      table = newCount()
    } else if (part.text.startsWith(SEAL)) {
      if (part.text !== `${SEAL}${seal.digest('hex')}`)
        throw damaged(path, 'its content is not what was sealed')
      isSealed = true
      continue
    } else {
      if (lines.length === 0) checkFirstLine(path, part.text)
      lines.push(part.text)
    }
    seal.update(`${part.text}\n`)
  }
  if (!isSealed) throw damaged(path, 'its end is missing')
  return checkManifest(path, lines, found)
}

/** Every line must be the one that the manifest calls for, every table what it was when it was written. */
function checkManifest(
  path: string,
  lines: readonly string[],
  found: readonly { rows: number; sha256: string }[],
): Manifest {
  const head = readHead(lines[1])
  const tail = readTail(lines.at(-1))
  if (!head || !tail) throw damaged(path, 'what it says of itself cannot be read')
  const expected = [...headLines(head), ...tail.tables.map(copyLine), ...tailLines(tail)]
  const wrong = tail.tables.find((table, i) => {
    const { rows, sha256 } = found[i] ?? {}
    return rows !== table.rows || sha256 !== table.sha256
  })
  if (wrong) throw damaged(path, `the table ${wrong.name} is not what was written`)
  if (found.length !== tail.tables.length || expected.join('\n') !== lines.join('\n')) {
    throw damaged(path, 'it holds something else than it says')
  }
  return { ...head, ...tail }
}

function newCount() {
  return { hash: createHash('sha256'), rows: 0 }
}

/** Each row is one line: line breaks within values are escaped. */
export function countRows(bytes: Buffer): number {
  let rows = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) rows += 1
  return rows
}

/**
 * Reads the parts of a backup in order, in constant memory.
 *
 * @throws CommandError when the file cannot be read or decompressed
 */
export async function* readParts(path: string, signal?: AbortSignal): AsyncGenerator<Part, void> {
  let rest: Buffer = Buffer.alloc(0)
  let isInTable = false
  for await (const chunk of decompressed(path, signal)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    let at = 0
    for (;;) {
      const { part, next } = nextPart(bytes, at, isInTable)
      if (!part) break
      at = next
      if (part.kind === 'end-of-rows') isInTable = false
      if (part.kind === 'line' && part.text.startsWith(COPY)) isInTable = true
      yield part
    }
    rest = bytes.subarray(at)
    if (!isInTable && rest.length > LONGEST_LINE_BYTES) throw notABackup(path)
  }
  if (rest.length > 0) throw damaged(path, 'it ends within a line')
}

/** @param at the start of a line */
function nextPart(bytes: Buffer, at: number, isInTable: boolean): { part: Part | null; next: number } {
  const lineEnd = bytes.indexOf(10, at)
  if (lineEnd === -1) return { part: null, next: at }
  const isEndOfRows = isInTable && lineEnd - at === 2 && bytes[at] === 92 && bytes[at + 1] === 46
  if (isEndOfRows) return { part: { kind: 'end-of-rows', text: END_OF_ROWS }, next: lineEnd + 1 }
  if (!isInTable) {
    return { part: { kind: 'line', text: bytes.toString('utf8', at, lineEnd) }, next: lineEnd + 1 }
  }
  const lastLine = bytes.indexOf(`\n${END_OF_ROWS}\n`, at)
  const end = (lastLine === -1 ? bytes.lastIndexOf(10) : lastLine) + 1
  return { part: { kind: 'rows', bytes: bytes.subarray(at, end) }, next: end }
}

async function* decompressed(path: string, signal?: AbortSignal): AsyncGenerator<Buffer, void> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
  let failure: Error | null = null
  pipeline(createReadStream(path, { signal }), gunzip, (error) => {
    failure = error ?? null
  })
  try {
    for await (const chunk of gunzip) yield chunk as Buffer
  } catch (error) {
    throw explain(path, failure ?? error, gunzip.bytesWritten)
  }
  const { size } = await stat(path)
  if (gunzip.bytesWritten !== size) throw damaged(path, 'something follows its end')
}

function explain(path: string, error: unknown, bytesRead: number): unknown {
  if (!(error instanceof Error) || !('code' in error) || error.name === 'AbortError') return error
  const code = String(error.code)
  if (!code.startsWith('Z_'))
    return new CommandError(`${path} cannot be read (${code}). Nothing was changed.`)
  const isCut = code === 'Z_BUF_ERROR'
  if (error.message === 'incorrect header check' || (isCut && bytesRead === 0)) return notABackup(path)
  return damaged(path, isCut ? 'it is cut short' : `it does not decompress (${error.message})`)
}
