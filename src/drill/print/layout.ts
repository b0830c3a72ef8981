/** Columns of text (排版) in which Chinese characters take two cells. */

/** How many cells a text takes on a screen. */
export function cells(text: string): number {
  let count = 0
  for (const character of text) count += isWide(character) ? 2 : 1
  return count
}

/** Fills a text up to a width. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cells(text)))
}

/** Closing marks stay on the line of what they close. */
const NEVER_FIRST = /^[。,、;:!?)〕》」』”’,;:.)]/u

/** Breaks a text into lines of a width; Chinese may break anywhere, English between words. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(/[⺀-鿿＀-￯《》、。]|[^\s⺀-鿿＀-￯]+\s*|\s+/gu) ?? []) {
    if (cells(line + piece.trimEnd()) > width && line !== '' && !NEVER_FIRST.test(piece)) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()]
}

/** A table whose columns are as wide as they must be. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows]
  const widths = head.map((_, i) => Math.max(...all.map((row) => cells(row[i] ?? ''))))
  return all.map((row) =>
    `  ${row.map((cell, i) => (i === row.length - 1 ? cell : pad(cell, (widths[i] ?? 0) + 2))).join('')}`.trimEnd(),
  )
}

function isWide(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe4f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6)
  )
}
