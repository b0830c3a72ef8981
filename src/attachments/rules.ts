/** Pure rules of attachments (附件): when an upload has expired, and who gets which rendition. */
import type { Caller } from '../accounts/caller.ts'
import { placesOf } from '../accounts/may.ts'
import { covers, tierOf } from '../regions/codes.ts'
import type { KINDS, REFUSALS, RENDITIONS, STATES } from './tables.ts'

export type Rendition = (typeof RENDITIONS)[number]

interface Progress {
  state: (typeof STATES)[number]
  byteOffset: number
  byteLength: number
  expiresAt: Date
}

const HOUR_MS = 3_600_000

/** When an upload expires that hears nothing more from now on. */
export function expiryAfter(now: Date, hours: number): Date {
  return new Date(now.getTime() + hours * HOUR_MS)
}

/** Whether an upload has waited too long for its next byte. At its instant it has not; one that waits for no byte never does. */
export function isExpired({ state, byteOffset, byteLength, expiresAt }: Progress, now: Date): boolean {
  return state === 'uploading' && byteOffset < byteLength && expiresAt < now
}

/** There is no room in it for anything but sound. */
const BARE_SOUND = 'audio/amr'

interface Original {
  kind: (typeof KINDS)[number]
  mediaType: string
}

/**
 * Whether the original is kept from most readers, because it may tell where, when and with what it was taken. A
 * document is written to be read, and everybody gets it as it is.
 */
export function isRestricted({ kind, mediaType }: Original, rendition: Rendition): boolean {
  return rendition === 'original' && kind !== 'document' && mediaType !== BARE_SOUND
}

/** Whether a caller may read a restricted original from a unit: duty officers and leaders of its county or above. */
export function mayReadOriginal(caller: Pick<Caller, 'bindings'>, regionCode: string): boolean {
  return placesOf(caller, 'attachment.read_original').some(
    (post) =>
      ['county', 'city', 'province'].includes(tierOf(post.regionCode)) && covers(post.regionCode, regionCode),
  )
}

/**
 * What a reader gets who names no rendition: the stripped one, or the original where it is open to everybody.
 *
 * @returns null when there is none for everybody
 */
export function renditionForAll(original: Original, renditions: readonly Rendition[]): Rendition | null {
  if (renditions.includes('stripped')) return 'stripped'
  return renditions.includes('original') && !isRestricted(original, 'original') ? 'original' : null
}

/** Why an upload came to nothing, for people. */
export const REFUSAL_TEXT: Readonly<Record<(typeof REFUSALS)[number], { zh: string; en: string }>> = {
  hash_mismatch: {
    zh: '文件与登记的校验值不符',
    en: 'The file is not the one that was announced: its SHA-256 differs.',
  },
  type_mismatch: { zh: '文件类型与登记不符', en: 'The file is not of the type that was declared.' },
  unreadable: { zh: '文件无法读取', en: 'The file cannot be read as what it is declared to be.' },
  lost: { zh: '存储丢失分块', en: 'The store has lost a part of it; upload it again.' },
  expired: { zh: '上传超时', en: 'It waited too long for its next chunk; upload it again.' },
  cancelled: { zh: '上传已取消', en: 'It was cancelled.' },
}
