/**
 * A client of the validation bundle, written from docs/validation-bundle.md: it knows the JSON of the bundle and nothing
 * of the service. Take it as a pattern for one in another language. The forms are in reference-forms.ts.
 */
import { FORMS, type Found } from './reference-forms.ts'

export type Figures = Record<string, number | undefined>

export interface Named {
  code: string
  zh: string
  en: string
}

/** A row of the table of checks: its head, and the blanks of its form. */
export interface Row {
  check: string
  form: string
  kind: string
  stages?: string[]
  tiers?: string[]
  exceptKinds?: string[]
  stops?: boolean
  text?: string
  [blank: string]: unknown
}

interface Indicator {
  key: string
  zh: string
  en: string
  base: string
  formUnit: string
  formFactor: number
  max: number
}

export interface BundleJson {
  indicators: Indicator[]
  hazards: (Named & { subhazards: Named[] })[]
  registers: Named[]
  checks: Row[]
  texts: { id: string; zh: string; en: string; observed: string; expected: string }[]
}

export interface FactsJson {
  kind?: string
  hazard?: string
  subhazard?: string
  regionCode?: string
  occurredAt?: string
  reportedAt?: string
  stage?: string
  figures: Figures
  facts?: { foundAlive?: number }
  previous?: Figures
  previousStage?: string | null
  correctionApproved?: boolean
  explanation?: string
  registers?: Record<string, number | undefined>
  children?: Figures[]
  ownAdditional?: Figures
  population?: number
}

export interface Verdict {
  rule: string
  kind: string
  explained: boolean
  pointers: string[]
  observed: string
  expected: string
  textZh: string
  textEn: string
}

/** What a template can name. */
export type Term = string | number | { zh: string; en: string; code: string; value?: string; amount?: string }

/**
 * Judges facts by a bundle, as the service would.
 */
export function judge(bundle: BundleJson, facts: FactsJson): Verdict[] {
  const words = new Words(bundle)
  const isExplained = [...(facts.explanation ?? '')].some(isSeen)
  const verdicts: Verdict[] = []
  for (const row of bundle.checks) {
    if (!applies(row, facts)) continue
    // a form that this client does not know is left to the service
    const found = FORMS[row.form]?.(row, facts, words) ?? []
    verdicts.push(...found.map((one) => verdict(row, one, isExplained, words)))
    if (row.stops && found.length > 0) break
  }
  return verdicts
}

/** A letter or a digit of any script; the four fillers of Hangul are letters that nobody sees. */
function isSeen(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character) && !/[\u115F\u1160\u3164\uFFA0]/.test(character)
}

function applies({ stages, tiers, exceptKinds }: Row, { stage, kind, regionCode }: FactsJson): boolean {
  if (stages && !stages.includes(stage ?? '')) return false
  if (tiers && !tiers.includes(tierOf(regionCode ?? ''))) return false
  return !(exceptKinds && kind !== undefined && exceptKinds.includes(kind))
}

/** Two digits of a province, two of a city, two of a county, three of a township, three of a village. */
function tierOf(regionCode: string): string {
  const code = regionCode.padEnd(12, '0')
  if (!code.endsWith('000')) return 'village'
  if (!code.endsWith('000000')) return 'township'
  if (!code.endsWith('00000000')) return 'county'
  return code.endsWith('0000000000') ? 'none' : 'city'
}

function verdict(row: Row, found: Found, isExplained: boolean, words: Words): Verdict {
  const text = words.text(found.text ?? row.text ?? row.form)
  const isSoft = row.kind === 'soft' || (row.kind === 'hard_until_explained' && isExplained)
  return {
    rule: row.check,
    kind: isSoft ? 'soft' : 'hard',
    explained: isSoft && isExplained,
    pointers: found.pointers,
    observed: fill(text.observed, 'code', found.terms),
    expected: fill(text.expected, 'code', found.terms),
    textZh: fill(text.zh, 'zh', found.terms),
    textEn: fill(text.en, 'en', found.terms),
  }
}

function fill(template: string, language: 'zh' | 'en' | 'code', terms: Record<string, Term>): string {
  return template.replace(/\{([a-zA-Z]+)(\.[a-z]+)?\}/g, (_blank, name: string, part?: string) => {
    const term = terms[name]
    if (typeof term !== 'object') return String(term)
    if (part === '.value') return String(term.value)
    return String(part === '.amount' ? term.amount : term[language])
  })
}

/** The names that the bundle has for what a sentence speaks of. */
export class Words {
  readonly #bundle: BundleJson

  constructor(bundle: BundleJson) {
    this.#bundle = bundle
  }

  text(id: string) {
    return known(
      this.#bundle.texts.find((one) => one.id === id),
      id,
    )
  }

  indicator(key: string): Indicator {
    return known(
      this.#bundle.indicators.find((one) => one.key === key),
      key,
    )
  }

  hazard(code: string): Named & { subhazards: Named[] } {
    return known(
      this.#bundle.hazards.find((one) => one.code === code),
      code,
    )
  }

  subhazard(code: string): Named {
    const all = this.#bundle.hazards.flatMap(({ subhazards }) => subhazards)
    return known(
      all.find((one) => one.code === code),
      code,
    )
  }

  register(code: string): Named {
    return known(
      this.#bundle.registers.find((one) => one.code === code),
      code,
    )
  }

  /** An indicator, or the sum of some of the same unit, with a value. */
  figure(keys: string[], value: number): Exclude<Term, string | number> {
    const rows = keys.map((key) => this.indicator(key))
    const { formFactor, formUnit } = known(rows[0], 'figure')
    const inForm = formFactor === 1 ? value : Math.round((value * 100) / formFactor) / 100
    return {
      zh: rows.map(({ zh }) => zh).join('、'),
      en: rows.map(({ en }) => en).join(' + '),
      code: keys.join(' + '),
      value: String(value),
      amount: `${inForm}${formUnit}`,
    }
  }
}

function known<Row>(row: Row | undefined, name: string): Row {
  if (row === undefined) throw new Error(`the bundle does not know ${name}`)
  return row
}
