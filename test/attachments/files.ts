/** Files for tests, made by code: nobody's photo, nobody's voice. */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
export const sha256Base64 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64')

/** A camera that nobody built, and a place on a mountain. */
export const CAMERA = 'FENGSUI-TEST-CAMERA'

/** A photo as a phone takes it: turned on its side, with a thumbnail of noise, camera, time and position in its EXIF. */
export async function aPhoto(format: 'jpeg' | 'png' | 'webp' = 'jpeg', seed = 1): Promise<Buffer> {
  const width = 640
  const height = 400
  const pixels = Buffer.alloc(width * height * 3)
  for (let i = 0; i < pixels.length; i++)
    pixels[i] = (Math.imul(i ^ (seed * 7_919), 2_654_435_761) >>> 24) & 63
  const picture = sharp(pixels, { raw: { width, height, channels: 3 } })
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: CAMERA },
      IFD2: { DateTimeOriginal: '2026:07:01 12:00:00' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '29/1 39/1 115/10',
        GPSLongitudeRef: 'E',
        GPSLongitude: '91/1 7/1 2/1',
      },
    })
  return format === 'jpeg'
    ? picture.jpeg({ quality: 80 }).toBuffer()
    : format === 'png'
      ? picture.png().toBuffer()
      : picture.webp().toBuffer()
}

export const aPdf = () =>
  Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n', 'latin1')

export const aProgram = (byteLength = 4_000) => {
  const program = Buffer.alloc(byteLength, 0x90)
  program.write('MZ', 'latin1')
  return program
}

interface Part {
  name: string
  bytes?: Buffer
  /** what the directory says that it unfolds to, where that is not the truth */
  claims?: number
  flags?: number
}

/** An archive of parts, each stored as it is. */
export function anArchive(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes = Buffer.from('<xml/>'), claims = bytes.length, flags = 0 } of parts) {
    const title = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt32LE(crc32(bytes), 14)
    local.writeUInt32LE(bytes.length, 18)
    local.writeUInt32LE(claims, 22)
    local.writeUInt16LE(title.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(20, 4)
    entry.writeUInt16LE(20, 6)
    entry.writeUInt16LE(flags, 8)
    entry.writeUInt32LE(crc32(bytes), 16)
    entry.writeUInt32LE(bytes.length, 20)
    entry.writeUInt32LE(claims, 24)
    entry.writeUInt16LE(title.length, 28)
    entry.writeUInt32LE(offset, 42)
    locals.push(local, title, bytes)
    directory.push(entry, title)
    offset += local.length + title.length + bytes.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, listed, end])
}

export const aDocx = (...more: Part[]) =>
  anArchive([{ name: '[Content_Types].xml' }, { name: 'word/document.xml' }, ...more])

const box = (type: string, ...inner: Buffer[]) => {
  const payload = Buffer.concat(inner)
  const header = Buffer.alloc(8)
  header.writeUInt32BE(payload.length + 8, 0)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, payload])
}

const track = (handler: string, ...more: Buffer[]) => {
  const named = Buffer.alloc(24)
  named.write(handler, 8, 'latin1')
  return box('trak', box('tkhd', Buffer.alloc(84)), box('mdia', box('hdlr', named)), ...more)
}

export const PLACE = '+29.6531+091.1172/'

/** A film with pictures and sound that says where and with what it was taken, as phones write it. */
export function aMovie(handlers: readonly string[] = ['vide', 'soun'], brand = 'isom'): Buffer {
  const says = box('udta', box('\xa9xyz', Buffer.from(`\0\x12\x15\xc7${PLACE}`, 'latin1')))
  return Buffer.concat([
    box('ftyp', Buffer.from(`${brand}\0\0\0\0mp42`, 'latin1')),
    box('mdat', Buffer.alloc(5_000, 0x5a)),
    box('moov', box('mvhd', Buffer.alloc(100)), ...handlers.map((handler) => track(handler)), says),
    box('uuid', Buffer.from(CAMERA.padEnd(32))),
  ])
}

/** Silence of some frames, MPEG 1 layer III at 128 kbit/s and 44.1 kHz, with a tag before and behind. */
export function anMp3(): Buffer {
  const frame = Buffer.alloc(417)
  frame.writeUInt32BE(0xfffb9000, 0)
  const tag = Buffer.concat([
    Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, 0, CAMERA.length]),
    Buffer.from(CAMERA),
  ])
  return Buffer.concat([tag, ...Array(8).fill(frame), Buffer.from(`TAG${CAMERA}`.padEnd(128))])
}

export const anAmr = () => Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(320, 0x3c)])
