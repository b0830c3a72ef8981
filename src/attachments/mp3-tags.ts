import type { FileHandle } from 'node:fs/promises'
import { frameLengthOf } from './sniff.ts'

/** The frames of a recording, without the tags before and behind them. */
export interface Mp3Frames {
  from: number
  to: number
}

const MOST_TAGS = 8

/**
 * Finds where the frames of an MP3 begin and end: ID3v2 tags stand before them, ID3v1 and APE tags behind.
 *
 * @returns null when no two frames follow each other there
 */
export async function readMp3(file: FileHandle, byteLength: number): Promise<Mp3Frames | null> {
  const from = await startOf(file)
  const to = await endOf(file, byteLength)
  const head = await bytesAt(file, from, 4_096)
  const first = frameLengthOf(head, 0)
  if (first === null || to <= from) return null
  const isAlone = from + first >= to
  return isAlone || frameLengthOf(head, first) !== null ? { from, to } : null
}

async function startOf(file: FileHandle): Promise<number> {
  let at = 0
  for (let i = 0; i < MOST_TAGS; i++) {
    const tag = await bytesAt(file, at, 10)
    if (tag.length < 10 || tag.toString('latin1', 0, 3) !== 'ID3') break
    const size = tag.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 127), 0)
    const footer = ((tag[5] ?? 0) & 0x10) === 0 ? 0 : 10
    at += 10 + size + footer
  }
  return at
}

async function endOf(file: FileHandle, byteLength: number): Promise<number> {
  let to = byteLength
  for (let i = 0; i < MOST_TAGS; i++) {
    const id3 = await bytesAt(file, Math.max(0, to - 128), 3)
    const ape = await bytesAt(file, Math.max(0, to - 32), 32)
    if (id3.toString('latin1') === 'TAG') to -= 128
    else if (ape.toString('latin1', 0, 8) === 'APETAGEX') to -= apeBytes(ape)
    else break
  }
  return to
}

function apeBytes(footer: Buffer): number {
  const header = (footer.readUInt32LE(20) & 0x80000000) === 0 ? 0 : 32
  return footer.readUInt32LE(12) + header
}

async function bytesAt(file: FileHandle, at: number, count: number): Promise<Buffer> {
  const bytes = Buffer.alloc(count)
  const { bytesRead } = await file.read(bytes, 0, count, at)
  return bytes.subarray(0, bytesRead)
}
