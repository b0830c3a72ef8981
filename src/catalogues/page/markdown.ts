/** The parts a page of Markdown is made of. */

/** A table; cells may hold several lines. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inCell).join(' | ')} |`
  return [line(heads), `|${' --- |'.repeat(heads.length)}`, ...rows.map(line)].join('\n')
}

/** Lines of one cell, empty ones left out. */
export function lines(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n')
}

/** A code as it stands in the data. */
export const asCode = (text: string): string => `\`${text}\``

function inCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', '<br>')
}
