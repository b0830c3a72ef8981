/** The types of files that are taken as attachments (附件文件类型), and what tells each by its first bytes. */
import type { KINDS } from './tables.ts'

export type Kind = (typeof KINDS)[number]

/** What the first bytes can tell: several types may share a container. */
export type Container = 'jpeg' | 'png' | 'webp' | 'pdf' | 'zip' | 'movie' | 'amr' | 'mp3'

export interface FileType {
  mediaType: string
  kind: Kind
  container: Container
  /** how names of such files end; the first one is given to a name that ends otherwise */
  extensions: readonly [string, ...string[]]
  /** the part that an office document must have */
  mainPart?: string
}

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const FILE_TYPES: readonly FileType[] = [
  { mediaType: 'image/jpeg', kind: 'photo', container: 'jpeg', extensions: ['jpg', 'jpeg'] },
  { mediaType: 'image/png', kind: 'photo', container: 'png', extensions: ['png'] },
  { mediaType: 'image/webp', kind: 'photo', container: 'webp', extensions: ['webp'] },
  { mediaType: 'application/pdf', kind: 'document', container: 'pdf', extensions: ['pdf'] },
  {
    mediaType: DOCX,
    kind: 'document',
    container: 'zip',
    extensions: ['docx'],
    mainPart: 'word/document.xml',
  },
  { mediaType: XLSX, kind: 'document', container: 'zip', extensions: ['xlsx'], mainPart: 'xl/workbook.xml' },
  { mediaType: 'video/mp4', kind: 'video', container: 'movie', extensions: ['mp4', 'm4v'] },
  { mediaType: 'video/quicktime', kind: 'video', container: 'movie', extensions: ['mov'] },
  { mediaType: 'video/3gpp', kind: 'video', container: 'movie', extensions: ['3gp'] },
  { mediaType: 'audio/mp4', kind: 'audio', container: 'movie', extensions: ['m4a', 'mp4'] },
  { mediaType: 'audio/amr', kind: 'audio', container: 'amr', extensions: ['amr'] },
  { mediaType: 'audio/mpeg', kind: 'audio', container: 'mp3', extensions: ['mp3'] },
]

/** Other names that phones and browsers give to the same types. */
const ALIASES: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'audio/m4a': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/mp3': 'audio/mpeg',
  'audio/amr-wb': 'audio/amr',
  'audio/3gpp': 'audio/mp4',
}

/**
 * The type that is meant by a declaration.
 *
 * @returns null when no file of this kind may be of it
 */
export function typeOf(kind: Kind, declared: string): FileType | null {
  const name = declared.toLowerCase()
  const mediaType = ALIASES[name] ?? name
  return FILE_TYPES.find((type) => type.kind === kind && type.mediaType === mediaType) ?? null
}

/** What files of a kind may be of, for people. */
export function takenAs(kind: Kind): string {
  return FILE_TYPES.filter((type) => type.kind === kind)
    .map(({ mediaType }) => mediaType)
    .join(', ')
}
