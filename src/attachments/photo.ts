import type sharp from 'sharp'
import { gate } from './gate.ts'

/** A picture made from a photo. */
export interface Rendered {
  bytes: Buffer
  width: number
  height: number
}

const MOST_PIXELS = 150_000_000
const LONGEST_SIDE = 2_560
const QUALITY = 82
const SECONDS = 30
/** What a slow phone loads in a moment. */
const THUMBNAIL_BYTES = 30_000
/** Each next try is smaller; the last one is small whatever it shows. */
const THUMBNAILS = [
  { side: 320, quality: 65 },
  { side: 320, quality: 40 },
  { side: 240, quality: 40 },
  { side: 160, quality: 30 },
]
/** Pictures take memory and all of a core: two at a time leave the other threads to everybody else. */
const atOnce = gate(2)

/**
 * Makes the picture that others get and its thumbnail (脱敏件, 缩略图) from the decoded pixels alone, so that nothing of the
 * file goes into them: no position, no camera, no second file behind the first.
 *
 * @returns null when the file cannot be decoded, or has more pixels than anybody's camera
 */
export async function renderPhoto(path: string): Promise<{ stripped: Rendered; thumbnail: Rendered } | null> {
  const sharp = await decoder()
  return atOnce(async () => {
    try {
      const upright = sharp(path, { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true })
        .autoOrient()
        .timeout({ seconds: SECONDS })
      const stripped = await asJpeg(upright, LONGEST_SIDE, QUALITY)
      return { stripped, thumbnail: await thumbnailOf(sharp(stripped.bytes)) }
    } catch {
      return null
    }
  })
}

async function thumbnailOf(picture: sharp.Sharp): Promise<Rendered> {
  for (const { side, quality } of THUMBNAILS) {
    const rendered = await asJpeg(picture.clone(), side, quality)
    if (rendered.bytes.length <= THUMBNAIL_BYTES) return rendered
  }
  throw new Error('no thumbnail is small enough')
}

async function asJpeg(picture: sharp.Sharp, side: number, quality: number): Promise<Rendered> {
  const { data, info } = await picture
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality })
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, width: info.width, height: info.height }
}

type Decoder = typeof sharp
let loading: Promise<Decoder> | null = null

/** Loaded when the first photo comes: most processes never need it. Only the three formats that are taken are decoded. */
function decoder(): Promise<Decoder> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false)
    sharp.concurrency(1)
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] })
    return sharp
  })
  return loading
}
