/**
 * The small shapes that all requests and answers are made of. Each has a limit, so that whoever reads an answer
 * knows how much room it needs, and a form.
 */
import { z } from 'zod'

/** Text can hold everything but NUL, which no answer contains because the edge refuses it. */
const ANY_TEXT = /^[^\0]*$/
/** Codes, keys and tokens: printable ASCII without spaces. */
const ASCII = /^[\x21-\x7e]*$/
const LONGEST_INSTANT = 40
const EARLIEST = Date.UTC(1900)
const LATEST = Date.UTC(2200)

/** Any text of so many characters at most: what goes out, and what is only compared. */
export const text = (most: number) => z.string().max(most).regex(ANY_TEXT, 'must not contain NUL')

/**
 * What no written text holds, as the inside of a class: C1 controls and DEL, and whatever turns the direction of
 * writing, which makes `gpj.exe` look like `exe.jpg`. Written out, for validators of the API document know no `\p{…}`.
 * Halves of surrogate pairs never get here: no JSON with one is read.
 */
const NEVER_WRITTEN = String.raw`\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`
const A_LINE = new RegExp(String.raw`^[^\u0000-\u001f\u2028\u2029${NEVER_WRITTEN}]*$`)
const PROSE = new RegExp(String.raw`^[^\u0000-\u0008\u000b\u000c\u000e-\u001f${NEVER_WRITTEN}]*$`)

/**
 * A line that people write and others see in lists and as a name: no control characters, no turned direction. What
 * joins letters and emoji may stand in it.
 */
export const asLine = (schema: z.ZodString) =>
  schema.regex(
    A_LINE,
    'must be one line, without control characters or any that turn the direction of writing',
  )

/** A line of so many characters at most. */
export const lineIn = (most: number) => asLine(z.string().max(most))

/** Text that people write over several lines: as a line otherwise, for who reads it must see what was written. */
export const asProse = (schema: z.ZodString) =>
  schema.regex(PROSE, 'must not contain control characters, nor any that turn the direction of writing')

/** Such a text of so many characters at most. */
export const proseIn = (most: number) => asProse(z.string().max(most))

/** A code, key or token of so many characters at most. */
export const code = (most: number) =>
  z.string().max(most).regex(ASCII, 'must be printable ASCII without spaces')

/** An instant with its offset (RFC 3339). */
export const instant = (error = 'must be an instant with its offset, such as 2008-10-06T16:30:00+08:00') =>
  z.iso.datetime({ offset: true, error }).max(LONGEST_INSTANT)

/** Anything else is a broken clock, or a date that PostgreSQL and JavaScript write differently. */
function isOfOurTime(said: string): boolean {
  const at = Date.parse(said)
  return at >= EARLIEST && at < LATEST
}

const OF_OUR_TIME = {
  message: 'must lie between the years 1900 and 2200',
  params: { code: 'out_of_range' },
}

/** An instant that somebody sends, with its offset (RFC 3339); anything without an offset is refused. */
export const instantIn = () => instant().refine(isOfOurTime, OF_OUR_TIME)

/** A day that somebody sends. */
export const dayIn = () => z.iso.date().refine(isOfOurTime, OF_OUR_TIME)

/** A list of so many items at most. */
export const listOf = <Item extends z.ZodType>(item: Item, most: number) => z.array(item).max(most)
