import type { Container } from './file-types.ts'

/** What a file is by its first bytes. */
export interface Sniffed {
  /** null when it is nothing that is taken */
  container: Container | null
  /** the name of what was found, for people and programs */
  mediaType: string
}

/** As many bytes as are looked at. */
export const HEAD_BYTES = 4_096

type Test = (head: Buffer) => boolean

const startsWith = (...bytes: number[]): Test => {
  const magic = Buffer.from(bytes)
  return (head) => head.subarray(0, magic.length).equals(magic)
}
const text = (magic: string, at = 0): Test => {
  const bytes = Buffer.from(magic, 'latin1')
  return (head) => head.subarray(at, at + bytes.length).equals(bytes)
}
const both =
  (one: Test, other: Test): Test =>
  (head) =>
    one(head) && other(head)
const brand = (pattern: RegExp): Test =>
  both(text('ftyp', 4), (head) => pattern.test(head.toString('latin1', 8, 12)))
/** Text that a browser would run or draw, whatever stands before its first tag. */
const markup: Test = (head) =>
  /^\s*(<!--[\s\S]*?-->\s*)*<(!doctype|html|head|body|script|svg|\?xml)/i.test(
    head.toString('latin1', 0, 1_024),
  )

/** In this order: the first that fits names the file. */
const MAGIC: readonly [test: Test, container: Container | null, mediaType: string][] = [
  [startsWith(0xff, 0xd8, 0xff), 'jpeg', 'image/jpeg'],
  [startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), 'png', 'image/png'],
  [both(text('RIFF'), text('WEBP', 8)), 'webp', 'image/webp'],
  [text('%PDF-'), 'pdf', 'application/pdf'],
  [startsWith(0x50, 0x4b, 3, 4), 'zip', 'application/zip'],
  [brand(/^(hei|hev|heim|heis|mif|msf)/), null, 'image/heic'],
  [brand(/^avi[fs]/), null, 'image/avif'],
  [brand(/^qt/), 'movie', 'video/quicktime'],
  [brand(/^3g/), 'movie', 'video/3gpp'],
  [brand(/^M4A/), 'movie', 'audio/mp4'],
  [text('ftyp', 4), 'movie', 'video/mp4'],
  [text('#!AMR'), 'amr', 'audio/amr'],
  [text('ID3'), 'mp3', 'audio/mpeg'],
  [(head) => frameLengthOf(head, 0) !== null, 'mp3', 'audio/mpeg'],
  [text('MZ'), null, 'application/vnd.microsoft.portable-executable'],
  [startsWith(0x7f, 0x45, 0x4c, 0x46), null, 'application/x-executable'],
  [text('#!'), null, 'text/x-script'],
  [text('GIF8'), null, 'image/gif'],
  [text('BM'), null, 'image/bmp'],
  [startsWith(0xd0, 0xcf, 0x11, 0xe0), null, 'application/x-ole-storage'],
  [text('Rar!'), null, 'application/vnd.rar'],
  [startsWith(0x37, 0x7a, 0xbc, 0xaf), null, 'application/x-7z-compressed'],
  [startsWith(0x1f, 0x8b), null, 'application/gzip'],
  [markup, null, 'text/html'],
]

/**
 * Tells what a file is by its first bytes. A name or a declaration is not asked.
 *
 * @param head the first bytes; HEAD_BYTES of them are enough
 */
export function sniff(head: Buffer): Sniffed {
  const found = MAGIC.find(([test]) => test(head))
  return found
    ? { container: found[1], mediaType: found[2] }
    : { container: null, mediaType: 'application/octet-stream' }
}

const KBITS = {
  /** MPEG 1, layer III */
  one: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  /** MPEG 2 and 2.5, layer III */
  two: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}
const HERTZ = [44_100, 48_000, 32_000]

/**
 * The length of the MP3 frame that begins at a place. Two bytes of sync are easily met by chance, so the whole header
 * must make sense.
 *
 * @returns null when no frame of layer III begins there
 */
export function frameLengthOf(bytes: Buffer, at: number): number | null {
  if (bytes.length < at + 4) return null
  const header = bytes.readUInt32BE(at)
  const version = (header >>> 19) & 3
  const kbits = (version === 3 ? KBITS.one : KBITS.two)[(header >>> 12) & 15]
  const hertz = HERTZ[(header >>> 10) & 3]
  const isSync = header >>> 21 === 0x7ff && version !== 1 && ((header >>> 17) & 3) === 1
  if (!isSync || !kbits || !hertz) return null
  const slower = version === 3 ? 1 : version === 2 ? 2 : 4
  const samples = version === 3 ? 144 : 72
  return Math.floor((samples * kbits * 1_000) / (hertz / slower)) + ((header >>> 9) & 1)
}
