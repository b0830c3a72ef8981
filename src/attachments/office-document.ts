import type { FileHandle } from 'node:fs/promises'
import { FILE_TYPES } from './file-types.ts'

/** What an archive that calls itself an office document turned out to be. */
export interface OfficeDocument {
  mediaType: string
  /** why it is not taken although it is one; null when nothing speaks against it */
  fault: string | null
}

const END_BYTES = 22
const LONGEST_COMMENT = 65_535
const ENTRY_BYTES = 46
const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const MOST_ENTRIES = 4_096
const LARGEST_DIRECTORY = 4_194_304
const MOST_UNFOLDED = 209_715_200
const TYPES_PART = '[Content_Types].xml'

interface Entry {
  name: string
  unfolded: number
  isEncrypted: boolean
}

/**
 * Looks into the directory of an archive, and unfolds nothing: what cannot be unfolded safely by others is refused
 * by what it says of itself. An archive with anything before or behind it is none.
 */
export async function readOfficeDocument(file: FileHandle, byteLength: number): Promise<OfficeDocument> {
  const entries = await readDirectory(file, byteLength)
  if (!entries) return { mediaType: 'application/zip', fault: 'its directory cannot be read' }
  const has = (part: string | undefined) => entries.some(({ name }) => name === part)
  const type = FILE_TYPES.find(({ mainPart }) => mainPart !== undefined && has(mainPart))
  if (!type || !has(TYPES_PART)) return { mediaType: 'application/zip', fault: null }
  return { mediaType: type.mediaType, fault: faultOf(entries) }
}

function faultOf(entries: readonly Entry[]): string | null {
  const unfolded = entries.reduce((sum, entry) => sum + entry.unfolded, 0)
  if (unfolded > MOST_UNFOLDED) return `it unfolds to ${unfolded} bytes`
  if (entries.some(({ isEncrypted }) => isEncrypted)) return 'it is encrypted'
  if (entries.some(({ name }) => /vbaProject\.bin$/i.test(name))) return 'it holds macros'
  if (entries.some(({ name }) => /^[/\\]|\\|(^|\/)\.\.(\/|$)/.test(name)))
    return 'a part of it points outside'
  return null
}

/** @returns null when it is no archive from its first byte to its last */
async function readDirectory(file: FileHandle, byteLength: number): Promise<Entry[] | null> {
  const tail = await readAt(file, Math.max(0, byteLength - END_BYTES - LONGEST_COMMENT), byteLength)
  const end = endOf(tail)
  if (end === null) return null
  const count = tail.readUInt16LE(end + 10)
  const size = tail.readUInt32LE(end + 12)
  const offset = tail.readUInt32LE(end + 16)
  const endsAt = byteLength - tail.length + end
  if (count > MOST_ENTRIES || size > LARGEST_DIRECTORY || offset + size !== endsAt) return null
  return entriesOf(await readAt(file, offset, endsAt), count)
}

/** Where the record stands that ends an archive: its comment reaches to the last byte. */
function endOf(tail: Buffer): number | null {
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (
      tail.readUInt32LE(at) === END_SIGNATURE &&
      at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length
    )
      return at
  }
  return null
}

function entriesOf(directory: Buffer, count: number): Entry[] | null {
  const entries: Entry[] = []
  let at = 0
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) return null
    const nameEnd = at + ENTRY_BYTES + directory.readUInt16LE(at + 28)
    entries.push({
      name: directory.toString('utf8', at + ENTRY_BYTES, nameEnd),
      unfolded: directory.readUInt32LE(at + 24),
      isEncrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
    })
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return at === directory.length ? entries : null
}

async function readAt(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, to - from))
  const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
  return bytes.subarray(0, bytesRead)
}
