import type { FileHandle } from 'node:fs/promises'

/** A box of a movie that says more than pictures and sound, by its place in the file. */
export interface PersonalBox {
  at: number
  /** 8, or 16 where the length has 64 bits */
  headerBytes: number
  byteLength: number
}

/** What an MP4, QuickTime or 3GP file holds. */
export interface Movie {
  hasPicture: boolean
  hasSound: boolean
  /** whether blanking `personal` leaves nothing but pictures and sound: no other track, and every box was understood */
  isStrippable: boolean
  /** positions, device names, tags, and whatever else is not needed to play it */
  personal: PersonalBox[]
}

interface Box extends PersonalBox {
  type: string
}

/** What is needed to play: everything else in these boxes is blanked. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  file: ['ftyp', 'styp', 'moov', 'moof', 'mdat', 'mfra', 'sidx', 'ssix', 'wide', 'pdin'],
  moov: ['mvhd', 'trak', 'mvex', 'iods'],
  trak: ['tkhd', 'edts', 'tref', 'mdia'],
  mdia: ['mdhd', 'hdlr', 'minf', 'elng'],
  minf: ['vmhd', 'smhd', 'dinf', 'stbl', 'hdlr', 'gmhd', 'nmhd'],
}
const INSIDE = ['moov', 'trak', 'mdia', 'minf']
const PLAIN_TRACKS = ['vide', 'soun']
const MOST_BOXES = 20_000
const LARGEST_MOOV = 33_554_432

/**
 * Reads the boxes of a movie.
 *
 * @returns null when it has no `moov` that can be read: it could not be played either
 */
export async function readMovie(file: FileHandle, byteLength: number): Promise<Movie | null> {
  const { boxes, isWhole } = await topBoxes(file, byteLength)
  const moov = boxes.find(({ type }) => type === 'moov')
  if (!moov || moov.byteLength > LARGEST_MOOV || boxes[0]?.type !== 'ftyp') return null
  const bytes = Buffer.alloc(moov.byteLength)
  await file.read(bytes, 0, bytes.length, moov.at)
  const seen: Seen = { handlers: [], personal: [], isWhole }
  if (!look(bytes, { ...moov, at: 0 }, moov.at, seen)) return null
  const unneeded = boxes.filter(({ type }) => !NEEDED.file?.includes(type))
  return {
    hasPicture: seen.handlers.includes('vide'),
    hasSound: seen.handlers.includes('soun'),
    isStrippable: seen.isWhole && seen.handlers.every((handler) => PLAIN_TRACKS.includes(handler)),
    personal: [...unneeded, ...seen.personal],
  }
}

interface Seen {
  handlers: string[]
  personal: PersonalBox[]
  isWhole: boolean
}

/** @returns false when a box reaches beyond the one that holds it */
function look(bytes: Buffer, outer: Box, base: number, seen: Seen): boolean {
  const end = outer.at + outer.byteLength
  for (let at = outer.at + outer.headerBytes; at < end; ) {
    const box = boxAt(bytes.subarray(at, at + 16), at, end)
    // QuickTime ends some lists with four zero bytes
    if (!box) return end - at === 4 && bytes.readUInt32BE(at) === 0
    if (!NEEDED[outer.type]?.includes(box.type)) seen.personal.push({ ...box, at: base + at })
    else if (INSIDE.includes(box.type) && !look(bytes, box, base, seen)) return false
    if (outer.type === 'mdia' && box.type === 'hdlr') {
      seen.handlers.push(bytes.toString('latin1', at + box.headerBytes + 8, at + box.headerBytes + 12))
    }
    at += box.byteLength
  }
  return true
}

/** The boxes of the file itself; what follows the last one that makes sense is not looked at. */
async function topBoxes(file: FileHandle, byteLength: number): Promise<{ boxes: Box[]; isWhole: boolean }> {
  const boxes: Box[] = []
  const head = Buffer.alloc(16)
  let at = 0
  while (at < byteLength && boxes.length < MOST_BOXES) {
    const { bytesRead } = await file.read(head, 0, 16, at)
    const box = boxAt(head.subarray(0, bytesRead), at, byteLength)
    if (!box) return { boxes, isWhole: false }
    boxes.push(box)
    at += box.byteLength
  }
  return { boxes, isWhole: at === byteLength }
}

function boxAt(head: Buffer, at: number, end: number): Box | null {
  if (head.length < 8) return null
  const short = head.readUInt32BE(0)
  const type = head.toString('latin1', 4, 8)
  if (short === 1 && head.length < 16) return null
  const headerBytes = short === 1 ? 16 : 8
  const byteLength = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? end - at : short
  return byteLength < headerBytes || at + byteLength > end ? null : { type, at, headerBytes, byteLength }
}

/**
 * The same bytes with these boxes blanked: each becomes free space of the same length, so that nothing moves and no
 * table of offsets needs to change.
 */
export async function* blanked(
  source: AsyncIterable<Buffer>,
  personal: readonly PersonalBox[],
): AsyncGenerator<Buffer> {
  let begin = 0
  for await (const chunk of source) {
    const end = begin + chunk.length
    for (const { at, headerBytes, byteLength } of personal) {
      if (at >= end || at + byteLength <= begin) continue
      const zeroFrom = Math.max(at + headerBytes, begin)
      const zeroTo = Math.min(at + byteLength, end)
      if (zeroFrom < zeroTo) chunk.fill(0, zeroFrom - begin, zeroTo - begin)
      for (const [i, letter] of [...Buffer.from('free')].entries()) {
        const place = at + 4 + i
        if (place >= begin && place < end) chunk[place - begin] = letter
      }
    }
    begin = end
    yield chunk
  }
}
