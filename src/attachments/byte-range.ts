import { Problem } from '../problems/problem.ts'
import type { ByteRange } from './storage.ts'

/**
 * The range that a request asks for (RFC 9110 14). Several ranges at once, and what is not a range of bytes, are
 * answered with the whole, as the standard allows.
 *
 * @returns null for the whole
 * @throws Problem range-not-satisfiable when it begins behind the end
 */
export function rangeOf(header: string | undefined, byteLength: number): ByteRange | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (from === '' && to === '') return null
  const end = byteLength - 1
  const range =
    from === ''
      ? { first: Math.max(0, byteLength - Number(to)), last: end }
      : { first: Number(from), last: to === '' ? end : Math.min(Number(to), end) }
  if (from !== '' && to !== '' && Number(to) < Number(from)) return null
  if (range.first <= end && !(from === '' && Number(to) === 0)) return range
  throw new Problem(
    'range-not-satisfiable',
    `The file has ${byteLength} bytes.`,
    { byteLength },
    { 'content-range': `bytes */${byteLength}` },
  )
}
