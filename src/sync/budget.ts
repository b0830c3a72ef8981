/** What fits the budget of a device (字节预算). Pure. */

/** How much a value takes in an answer. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}

/** As many of a list, from its beginning, as fit so many bytes. */
export function fitting<Item>(items: readonly Item[], most: number): Item[] {
  let bytes = bytesOf([])
  const beyond = items.findIndex((item, index) => {
    bytes += bytesOf(item) + (index > 0 ? 1 : 0)
    return bytes > most
  })
  return items.slice(0, beyond === -1 ? items.length : beyond)
}

/**
 * What does not fit so many bytes, without the longest members of its detail, and marked. Nothing is cut in two: half
 * a sentence may say the contrary.
 */
export function shortened<Item extends { detail: Record<string, unknown> }>(
  item: Item,
  most: number,
): Item & { isShortened?: boolean } {
  if (bytesOf(item) <= most) return item
  const bySize = Object.keys(item.detail).sort((a, b) => bytesOf(item.detail[b]) - bytesOf(item.detail[a]))
  const left = { ...item, detail: { ...item.detail }, isShortened: true }
  for (const longest of bySize) {
    delete left.detail[longest]
    if (bytesOf(left) <= most) break
  }
  return left
}
