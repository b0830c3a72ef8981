/** The chains of a unit in an event that others were merged into: one of them counts, the rest wait beside it. */
import type { ChainState, EventState, RawChain } from './state.ts'

/** Chains as they were read, parted into those that count and those that do not. */
export function partChains(raw: readonly RawChain[]): Pick<EventState, 'chains' | 'beside'> {
  const all = raw.map(({ counts, ...chain }) => ({ counts, chain: dated(chain, raw) }))
  return {
    chains: new Map(all.filter(({ counts }) => counts).map(({ chain }) => [chain.regionCode, chain])),
    beside: all.filter(({ counts }) => !counts).map(({ chain }) => chain),
  }
}

/** Another chain of the unit that stands, which counts again when the one that counts is withdrawn; null where none does. */
export function countsAgain({ beside }: Pick<EventState, 'beside'>, regionCode: string): ChainState | null {
  const standing = beside.filter((chain) => chain.regionCode === regionCode && !chain.isWithdrawn)
  return standing.toSorted(lastHeardFirst)[0] ?? null
}

/** The chains of an event once one of them has a new head: it counts, or makes room for another one by its withdrawal. */
export function withHead(
  { chains, beside }: Pick<EventState, 'chains' | 'beside'>,
  chain: ChainState,
): Pick<EventState, 'chains' | 'beside'> {
  const again = chain.isWithdrawn ? countsAgain({ beside }, chain.regionCode) : null
  return {
    chains: new Map(chains).set(chain.regionCode, again ?? chain),
    beside: again ? [...beside.filter((one) => one !== again), chain] : beside,
  }
}

function lastHeardFirst(one: ChainState, other: ChainState): number {
  const later = +other.headReceivedAt - +one.headReceivedAt
  return later === 0 ? (one.headVersionId < other.headVersionId ? 1 : -1) : later
}

/** A unit has reported since the first of its chains, whichever counts. */
function dated(
  { firstReceivedAt, headReceivedAt, ...chain }: Omit<RawChain, 'counts'>,
  all: readonly RawChain[],
): ChainState {
  const ofUnit = all.filter(({ regionCode }) => regionCode === chain.regionCode)
  const first = Math.min(+new Date(firstReceivedAt), ...ofUnit.map((one) => +new Date(one.firstReceivedAt)))
  return { ...chain, firstReceivedAt: new Date(first), headReceivedAt: new Date(headReceivedAt) }
}
