/**
 * What a local rule would replace, and whether it is stricter than that (从严). The bar is the text or the default, never
 * another local rule: what the bureau has tightened it may relax again, as far as the text goes.
 */

import { CHECK_CITATIONS } from '../regulations/checks.ts'
import type { Citation, Day } from '../regulations/citation.ts'
import type { Ladder, Measure } from '../regulations/ladder.ts'
import { bindsLhasa, type LocalForm, type LocalKind, type LocalValue } from '../regulations/local-rule.ts'
import type { RuleSet } from '../regulations/rule-set.ts'
import type { Limit } from '../regulations/vocabulary.ts'
import { inForce } from './editions.ts'

/** What holds at a target where no local rule does. */
export interface Holding {
  kind: LocalKind
  form: LocalForm
  /** null for a threshold that the text leaves open: any figure is stricter */
  value: LocalValue | null
  citation: Citation
  /** a national text or the region's: it may only be tightened */
  isBinding: boolean
  /** of a threshold: what it measures */
  measure?: Measure
}

/** What a value does to the one that holds: a profile is neither stricter nor laxer than another. */
export type Effect = 'tightens' | 'loosens' | 'equals' | 'differs'

type AnyLadder = Ladder<string, string | number>

const DESK_PROFILE = 'desk.profile'
const SHARP_RISE = 'sharp_rise.'

/**
 * What a target names on a Shanghai day.
 *
 * @returns null where no rule of that id has a value that could be another: "at once" has none
 */
export function holdingOf(base: RuleSet, target: string, onDay: Day): Holding | null {
  return (
    timeLimit(base, target, onDay) ??
    threshold(base, target, onDay) ??
    deskProfile(base, target) ??
    deskLimit(base, target) ??
    switched(base, target, onDay) ??
    sharpRise(base, target)
  )
}

/**
 * What a value does to what holds. Fewer minutes or days, an earlier clock, a lower threshold and a switch that is on
 * are stricter: more is owed, or sooner.
 *
 * @returns null where the value is not of the form that the rule has
 */
export function effectOf(holding: Pick<Holding, 'form' | 'value'>, value: LocalValue): Effect | null {
  if (formOf(value) !== holding.form) return null
  if (holding.value === null) return 'tightens'
  if ('profile' in value) {
    return 'profile' in holding.value && holding.value.profile === value.profile ? 'equals' : 'differs'
  }
  const laxer = laxnessOf(value) - laxnessOf(holding.value)
  if (laxer === 0) return 'equals'
  return laxer < 0 ? 'tightens' : 'loosens'
}

/** The name of the one field of a value. */
function formOf(value: LocalValue): LocalForm {
  return Object.keys(value)[0] as LocalForm
}

/** Every target of a day, in the order in which the rules stand. */
export function targetsOf(base: RuleSet, onDay: Day): string[] {
  const named = [
    ...base.duties.map(({ rule }) => rule),
    ...laddersOf(base).flatMap((ladder) =>
      (inForce(ladder.editions, onDay)?.bands ?? []).flatMap(({ level, criteria }) =>
        criteria.map(({ measure }) => `${ladder.id}.${level}.${measure}`),
      ),
    ),
    DESK_PROFILE,
    ...base.deskProfiles.flatMap(({ id, limits }) => limits.map(({ act }) => `desk.${id}.${act}`)),
    ...Object.keys(base.switches),
    ...base.sharpRises.map(({ key }) => `${SHARP_RISE}${key}`),
  ]
  return [...new Set(named)].filter((target) => holdingOf(base, target, onDay) !== null)
}

/** Severity ladders and relief plans: the same form, and no id twice. */
function laddersOf({ ladders, reliefPlans }: RuleSet): AnyLadder[] {
  return [...ladders, ...reliefPlans]
}

/** The parts of a threshold's id, `ladder.level.measure`; null where it is not of that form. */
export function thresholdParts(target: string): { ladder: string; level: string; measure: Measure } | null {
  const [ladder, level, measure, ...more] = target.split('.')
  if (!ladder || !level || !measure || more.length > 0) return null
  return { ladder, level, measure: measure as Measure }
}

function laxnessOf(value: LocalValue): number {
  if ('on' in value) return value.on ? 0 : 1
  if ('dailyAt' in value) {
    const [hours = 0, minutes = 0] = value.dailyAt.split(':').map(Number)
    return hours * 60 + minutes
  }
  return Number(Object.values(value)[0])
}

function timeLimit({ duties }: RuleSet, target: string, onDay: Day): Holding | null {
  const duty = duties.find(({ rule }) => rule === target)
  const edition = duty && inForce(duty.editions, onDay)
  if (!edition || isFixed(edition.limit)) return null
  const { citation, limit: value } = edition
  return { kind: 'time_limit', form: formOf(value), value, citation, isBinding: bindsLhasa(citation) }
}

/** At once is as strict as can be; how often a day is no limit that a bureau sets. */
function isFixed(limit: Limit): limit is { atOnce: true } | { timesDaily: number } {
  return 'atOnce' in limit || 'timesDaily' in limit
}

/** A band may get a threshold that its text leaves open, if the ladder measures that figure in another band. */
function threshold(base: RuleSet, target: string, onDay: Day): Holding | null {
  const parts = thresholdParts(target)
  const ladder = parts && laddersOf(base).find(({ id }) => id === parts.ladder)
  const edition = ladder && inForce(ladder.editions, onDay)
  const band = edition?.bands.find(({ level }) => String(level) === parts?.level)
  if (!parts || !edition || !band) return null
  const { measure } = parts
  const isMeasured = edition.bands.some(({ criteria }) => criteria.some((one) => one.measure === measure))
  if (!isMeasured) return null
  const criterion = band.criteria.find((one) => one.measure === measure)
  const status = criterion?.status ?? edition.citation.status
  return {
    kind: 'threshold',
    form: 'from',
    value: criterion ? { from: criterion.from } : null,
    citation: { ...edition.citation, status },
    isBinding: bindsLhasa(edition.citation),
    measure,
  }
}

function deskProfile({ deskProfile: { id }, deskProfiles }: RuleSet, target: string): Holding | null {
  const citation = deskProfiles.find((profile) => profile.id === id)?.citation
  if (target !== DESK_PROFILE || !citation) return null
  return {
    kind: 'desk_profile',
    form: 'profile',
    value: { profile: id },
    citation,
    isBinding: bindsLhasa(citation),
  }
}

/** Of a profile with several limits for one act, the one that binds every event. */
function deskLimit({ deskProfiles }: RuleSet, target: string): Holding | null {
  const [word, profileId, act, ...more] = target.split('.')
  if (word !== 'desk' || more.length > 0) return null
  const profile = deskProfiles.find(({ id }) => id === profileId)
  const limit = profile?.limits.find((one) => one.act === act && one.minSeverity === undefined)
  if (!profile || !limit) return null
  const { citation } = profile
  return {
    kind: 'desk_limit',
    form: 'minutes',
    value: { minutes: limit.minutes },
    citation,
    isBinding: bindsLhasa(citation),
  }
}

/** A switch is as changeable as the texts of the duties that it switches. */
function switched({ switches, duties }: RuleSet, target: string, onDay: Day): Holding | null {
  const name = Object.keys(switches).find((one) => one === target) as keyof typeof switches | undefined
  const texts = duties.flatMap(({ switchedBy, editions }) =>
    switchedBy === name ? (inForce(editions, onDay)?.citation ?? []) : [],
  )
  const citation = texts.find(bindsLhasa) ?? texts[0]
  if (name === undefined || !citation) return null
  return {
    kind: 'switch',
    form: 'on',
    value: { on: switches[name] },
    citation,
    isBinding: bindsLhasa(citation),
  }
}

/** The duty to explain a leap is the text's; how far a figure may leap is Fengsui's own default. */
function sharpRise({ sharpRises }: RuleSet, target: string): Holding | null {
  const row = sharpRises.find(({ key }) => `${SHARP_RISE}${key}` === target)
  if (!row) return null
  return {
    kind: 'check_threshold',
    form: 'moreThan',
    value: { moreThan: row.moreThan },
    citation: CHECK_CITATIONS.C18,
    isBinding: false,
  }
}
