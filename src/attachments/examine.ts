import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Problem } from '../problems/problem.ts'
import type { FileType } from './file-types.ts'
import { blanked, readMovie } from './movie.ts'
import { readMp3 } from './mp3-tags.ts'
import { readOfficeDocument } from './office-document.ts'
import { renderPhoto } from './photo.ts'
import type { Rendition } from './rules.ts'
import { HEAD_BYTES, sniff } from './sniff.ts'

/** A file that is made of another one, for those who do not get the original. */
export interface Derived {
  rendition: Exclude<Rendition, 'original'>
  mediaType: string
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  width: number | null
  height: number | null
}

/** What looking into a whole file says. */
export type Finding =
  | { is: 'as_declared'; derived: Derived[] }
  | { is: 'another_type'; found: string }
  | { is: 'unreadable'; why: string }

/**
 * Looks into a whole file: whether it is what it was declared to be, and what others get instead of it.
 * Nothing is unfolded, and nothing of it is run.
 */
export async function examine(path: string, type: FileType): Promise<Finding> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const head = Buffer.alloc(HEAD_BYTES)
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0)
    const found = sniff(head.subarray(0, bytesRead))
    if (found.container !== type.container) return { is: 'another_type', found: found.mediaType }
    switch (type.container) {
      case 'jpeg':
      case 'png':
      case 'webp':
        return await examinePhoto(path)
      case 'zip':
        return await examineOffice(file, size, type)
      case 'movie':
        return await examineMovie(path, file, size, type)
      case 'mp3':
        return await examineMp3(path, file, size)
      case 'pdf':
      case 'amr':
        return { is: 'as_declared', derived: [] }
    }
  } finally {
    await file.close()
  }
}

async function examinePhoto(path: string): Promise<Finding> {
  const rendered = await renderPhoto(path)
  if (!rendered) return { is: 'unreadable', why: 'It cannot be decoded as a photo.' }
  const derived = (['stripped', 'thumbnail'] as const).map((rendition) => {
    const { bytes, width, height } = rendered[rendition]
    return { rendition, mediaType: 'image/jpeg', bytes: [bytes], width, height }
  })
  return { is: 'as_declared', derived }
}

async function examineOffice(file: FileHandle, size: number, type: FileType): Promise<Finding> {
  const { mediaType, fault } = await readOfficeDocument(file, size)
  if (mediaType !== type.mediaType) return { is: 'another_type', found: mediaType }
  return fault ? { is: 'unreadable', why: `The document is not taken: ${fault}.` } : AS_IT_IS
}

const AS_IT_IS: Finding = { is: 'as_declared', derived: [] }

async function examineMovie(path: string, file: FileHandle, size: number, type: FileType): Promise<Finding> {
  const movie = await readMovie(file, size)
  if (!movie) return { is: 'unreadable', why: 'It has no index (moov) that can be read; it may be cut off.' }
  const found = movie.hasPicture ? 'video/mp4' : movie.hasSound ? 'audio/mp4' : 'application/mp4'
  if (!found.startsWith(`${type.kind}/`)) return { is: 'another_type', found }
  if (!movie.isStrippable) return AS_IT_IS
  const bytes = blanked(createReadStream(path), movie.personal)
  return { is: 'as_declared', derived: [strippedOf(type.mediaType, bytes)] }
}

async function examineMp3(path: string, file: FileHandle, size: number): Promise<Finding> {
  const frames = await readMp3(file, size)
  if (!frames) return { is: 'unreadable', why: 'No MP3 frames follow each other in it.' }
  const bytes = createReadStream(path, { start: frames.from, end: frames.to - 1 })
  return { is: 'as_declared', derived: [strippedOf('audio/mpeg', bytes)] }
}

function strippedOf(mediaType: string, bytes: AsyncIterable<Uint8Array>): Derived {
  return { rendition: 'stripped', mediaType, bytes, width: null, height: null }
}

/** The file is of another type than was declared. */
export function typeRefused(declared: string, found: string): Problem {
  const detail = `It was declared as ${declared}, but its bytes are ${found}. The upload was discarded.`
  return new Problem('file-type-refused', detail, { declared, found })
}
