/** What somebody beside the service would note down of a history: where each chain stands, and what counts. */
import type { Figures } from '../../src/regulations/indicators.ts'
import type { Said } from '../totals/naive.ts'

export interface NotedVersion {
  id: string
  receivedMs: number
  figures: Figures
}

export interface NotedChain {
  unit: string
  /** the event in which it stands */
  home: string
  versions: NotedVersion[]
}

export interface NotedAct {
  id: string
  kind: 'merge' | 'split'
  from: string
  into: string
  moved: NotedChain[]
  repointed: string[]
  isUndone: boolean
}

export class Notes {
  /** events in the order in which they were opened, each with the one that it leads to */
  leads = new Map<string, string | null>()
  chains: NotedChain[] = []
  acts: NotedAct[] = []

  root(event: string): string {
    return this.leads.get(event) ?? event
  }

  roots(): string[] {
    return [...this.leads].filter(([, into]) => into === null).map(([id]) => id)
  }

  /** Where a unit goes on in an event: of its chains the one that was heard of last. */
  counting(event: string, unit: string): NotedChain | undefined {
    const root = this.root(event)
    const chains = this.chains.filter((chain) => this.root(chain.home) === root && chain.unit === unit)
    const heard = ({ versions }: NotedChain) => versions.at(-1)?.receivedMs ?? 0
    return chains.toSorted((one, other) => heard(other) - heard(one))[0]
  }

  parked(event: string): NotedChain[] {
    const root = this.root(event)
    return this.chains.filter(({ home }) => home !== root && this.root(home) === root)
  }

  /** Chains of units that are heard of in another one. */
  aside(event: string): NotedChain[] {
    const root = this.root(event)
    return this.chains.filter(
      (chain) => this.root(chain.home) === root && this.counting(root, chain.unit) !== chain,
    )
  }

  /** A report that was accepted: the next of its chain, or the first of a new one. */
  report(event: string, unit: string, version: NotedVersion): void {
    const chain = this.counting(event, unit)
    if (chain) chain.versions.push(version)
    else this.chains.push({ unit, home: this.root(event), versions: [version] })
  }

  merge(id: string, into: string, from: string): NotedAct {
    const taken = new Set(this.chains.filter(({ home }) => home === into).map(({ unit }) => unit))
    const moved = this.chains.filter(({ home, unit }) => home === from && !taken.has(unit))
    return this.#act({ id, kind: 'merge', from, into, moved, repointed: this.#lead(from, into) })
  }

  split(id: string, from: string, into: string, isLeaving: (unit: string) => boolean): NotedAct {
    this.leads.set(into, null)
    const moved = this.chains.filter(({ home, unit }) => home === from && isLeaving(unit))
    return this.#act({ id, kind: 'split', from, into, moved, repointed: [] })
  }

  /** Acts that no later one forbids to take back. */
  mayBeUndone(): NotedAct[] {
    return this.acts.filter((act, place) => {
      const touches = (other: NotedAct) =>
        [other.from, other.into].some((event) => event === act.from || event === act.into)
      return !act.isUndone && !this.acts.slice(place + 1).some((later) => !later.isUndone && touches(later))
    })
  }

  /** A merge is taken back by moving its chains back; a split by moving all that stands in its new event. */
  undo(act: NotedAct): void {
    act.isUndone = true
    if (act.kind === 'merge') {
      this.leads.set(act.from, null)
      for (const event of act.repointed) this.leads.set(event, act.from)
      for (const chain of act.moved) chain.home = act.from
      return
    }
    this.#lead(act.into, act.from)
    const taken = new Set(this.chains.filter(({ home }) => home === act.from).map(({ unit }) => unit))
    for (const chain of this.chains) {
      if (chain.home === act.into && !taken.has(chain.unit)) chain.home = act.from
    }
  }

  /** What counts in an event: of the chains of one unit the head that was received last. */
  said(event: string): Said[] {
    const latest = new Map<string, NotedVersion>()
    for (const { home, unit, versions } of this.chains) {
      const head = versions.at(-1)
      const other = latest.get(unit)
      if (this.root(home) !== event || !head) continue
      if (!other || head.receivedMs > other.receivedMs) latest.set(unit, head)
    }
    return [...latest].map(([regionCode, { receivedMs, figures }]) => ({ regionCode, receivedMs, figures }))
  }

  #lead(from: string, into: string): string[] {
    const repointed = [...this.leads].filter(([, lead]) => lead === from).map(([id]) => id)
    for (const event of [from, ...repointed]) this.leads.set(event, into)
    return repointed
  }

  #act(given: Omit<NotedAct, 'isUndone'>): NotedAct {
    const act = { ...given, isUndone: false }
    for (const chain of act.moved) chain.home = act.into
    this.acts.push(act)
    return act
  }
}
