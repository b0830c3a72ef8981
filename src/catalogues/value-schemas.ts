import { z } from 'zod'
import { ROLL_UPS } from '../regulations/indicator-row.ts'
import { ROLES } from '../regulations/vocabulary.ts'
import { code, listOf, text } from '../wire.ts'
import {
  codeOut,
  codesOut,
  conditionSchema,
  figure,
  flag,
  indicator,
  level,
  limitSchema,
  relationSchema,
  scopeShape,
  severity,
  thresholdSchema,
  tickSchema,
  whole,
} from './figure-schemas.ts'
import type { Values } from './rules/values.ts'

const day = (description: string) => z.iso.date().meta({ description, examples: ['2025-01-28'] })

/** A field for each of `Values`: one that is missing here does not compile. */
const VALUES = {
  scope: z.object(scopeShape).optional().meta({ description: 'What a ladder judges' }),
  when: conditionSchema.optional().meta({ description: 'When the rule applies' }),
  bands: listOf(
    z.object({ level, thresholds: listOf(thresholdSchema, 50), ticks: listOf(tickSchema, 50) }),
    10,
  )
    .optional()
    .meta({
      description: 'The levels of a ladder, gravest first; any threshold or tick reaches its level',
    }),
  level: level.optional(),
  threshold: thresholdSchema.optional(),
  tick: tickSchema.optional(),
  duty: codeOut('What is owed', 'first_report').optional(),
  from: codeOut('Who owes it', 'county').optional(),
  to: codesOut('To whom', ['city']).optional(),
  limit: limitSchema.optional(),
  countsFrom: codeOut('What the limit counts from', 'occurrence').optional(),
  receiver: codeOut('Whose receipt starts it, where it counts from receipt', 'city').optional(),
  onlyDaily: flag('Only while daily follow-ups are on', true).optional(),
  untilStable: flag('Binds no more once the disaster is declared stable', true).optional(),
  channel: codeOut('By what', 'phone').optional(),
  content: codesOut('What it says', ['main_indicators']).optional(),
  switchedBy: codeOut('The switch that switches it', 'anyDeathDirectReport').optional(),
  isOn: flag('How a switch stands unless the bureau says otherwise', true).optional(),
  parties: codesOut('Who must be told', ['public_security']).optional(),
  order: whole('Place in the routing table', 10).optional(),
  noLeadYet: flag('Only where no rule before it has named who leads', true).optional(),
  continues: flag('Whether later rules are looked at', true).optional(),
  recipients: listOf(
    z.object({
      kind: z.enum(['section', 'department']).meta({ examples: ['section'] }),
      code: codeOut('Its code', 'ZHZX'),
      role: z.enum(ROLES).meta({ examples: ['lead'] }),
    }),
    100,
  ).optional(),
  deskLimits: listOf(
    z.object({
      act: codeOut('What the desk does', 'acknowledge'),
      minutes: whole('Within so many minutes', 10),
      minSeverity: severity.optional().meta({ description: 'From this severity on', examples: ['serious'] }),
    }),
    50,
  ).optional(),
  isDefault: flag('Whether this profile holds by default', true).optional(),
  passesTo: listOf(
    z.object({
      severity: severity.nullable().meta({ description: 'null is below any grade', examples: ['serious'] }),
      tier: codeOut('The tier it is passed to', 'autonomous_region'),
    }),
    10,
  ).optional(),
  investigatedBy: listOf(z.object({ severity, by: codeOut('Who investigates', 'city') }), 10).optional(),
  relations: listOf(relationSchema, 200).optional(),
  indicators: listOf(indicator, 200).optional().meta({ description: 'What a check speaks about' }),
  rises: listOf(
    z.object({
      indicator,
      times: whole('To more than so many times', 2),
      moreThan: figure('By more than so many base units', 100),
    }),
    200,
  ).optional(),
  checks: listOf(
    z.object({
      form: codeOut('How it is judged', 'at_least'),
      kind: codeOut('What follows where it is not met', 'hard'),
      stages: codesOut('Runs at these stages only', ['verified']).optional(),
      tiers: codesOut('Runs for these tiers only', ['county']).optional(),
      exceptKinds: codesOut('Does not run for these', ['accident']).optional(),
    }),
    50,
  ).optional(),
  largest: z
    .record(code(100), z.int().min(1).max(Number.MAX_SAFE_INTEGER))
    .optional()
    .meta({ description: 'By quantity', examples: [{ people: 10_000_000 }] }),
  registers: listOf(z.object({ register: codeOut('The register', 'dead'), indicator }), 20).optional(),
  year: whole('The year of a calendar', 2025).optional(),
  daysOff: listOf(z.object({ from: day('First day off'), to: day('Last day off') }), 100).optional(),
  workedWeekends: listOf(day('A weekend day that is worked'), 100).optional(),
  losar: day('First day of the Tibetan year').optional(),
  least: whole('So many at the least', 3).optional(),
  levels: listOf(z.int().min(1).max(4), 4)
    .optional()
    .meta({ description: 'Levels, 1 the highest', examples: [[1, 2, 3, 4]] }),
  colours: listOf(
    z.object({
      colour: codeOut('Colour of a warning', 'orange'),
      level: z
        .int()
        .min(1)
        .max(4)
        .meta({ examples: [2] }),
    }),
    4,
  ).optional(),
  hours: whole('Hours between reports of one event', 72).optional(),
  codes: z
    .object({
      gb28921: code(20)
        .nullable()
        .meta({ examples: ['010200'] }),
      gb35561: code(20)
        .nullable()
        .meta({ examples: ['11A00'] }),
    })
    .optional()
    .meta({ description: 'Codes of other systems, to be checked before they are relied on' }),
  subhazards: codesOut('Sub-hazards', ['mountain_flood']).optional(),
  hazard: codeOut('The hazard it belongs to', 'flood').optional(),
  mapsTo: code(100)
    .nullable()
    .optional()
    .meta({ description: 'The national sub-hazard it is counted under', examples: [null] }),
  isLocal: flag('Whether it is Lhasa’s own', false).optional(),
  no: whole('Place in the official form', 3).optional(),
  quantity: codeOut('What an indicator measures', 'people').optional(),
  base: codeOut('Unit of its figures', 'person').optional(),
  formUnit: text(20)
    .optional()
    .meta({ description: 'Unit of the official form', examples: ['人'] }),
  formFactor: whole('Base units in one unit of the form', 1).optional(),
  rollUp: z
    .enum(ROLL_UPS)
    .optional()
    .meta({ description: 'How totals are made', examples: ['sum'] }),
  course: z
    .enum(['cumulative', 'current'])
    .optional()
    .meta({ examples: ['cumulative'] }),
  partOf: indicator
    .nullable()
    .optional()
    .meta({ description: 'The indicator of which it is a part', examples: [null] }),
  isCovered: flag('Whether the regulation on accidents applies', true).optional(),
} satisfies Record<keyof Values, z.ZodType>

/** The figures of a rule. */
export const valuesSchema = z.object(VALUES).meta({
  id: 'RegulationValues',
  description:
    'The figures of a rule in base units (people, yuan, m2, hours, parts of one); which are there depends on its group',
})
