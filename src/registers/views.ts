/** Shapes rows, disclosures, destructions and holds for answers. */
import type { z } from 'zod'
import { maybeIso } from '../events/views.ts'
import { REGISTER_FORMS } from '../regulations/register-forms.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { AccessRow } from './access-store.ts'
import type { Added } from './add-rows.ts'
import type { destructionSchema, holdSchema } from './destruction-schemas.ts'
import type { DestructionRow, HoldRow } from './destruction-store.ts'
import type { Disclosure } from './disclose-row.ts'
import type { accessPageSchema } from './disclosure-schemas.ts'
import type { ContentRow } from './row-state.ts'
import { masked } from './rules/masking.ts'
import { UNKNOWN } from './rules/row-content.ts'
import { WARNINGS, type WarningCode } from './rules/warnings.ts'

/** An answer about a row, put together by the keys of its form; the schema of the answer makes its type of it. */
type Unchecked = Record<string, unknown>

const CLASS_KEY = { people: 'status', homes: 'damage' } as const

/** A row as it was added: the same at every retry. */
export function addedView(row: ContentRow): Unchecked {
  const { register, id, eventId, regionCode, kind, replacesId, reasonCode } = row
  return {
    ...{ id, eventId, regionCode, kind, replacesId, reasonCode },
    registeredAt: shanghaiIso(row.registeredAt),
    registeredBy: row.accountId,
    isDestroyed: row.destructionId !== null,
    unreadable: [...row.unreadable],
    warnings: row.warnings.map(({ code, field, rowIds }) => {
      const { zh, en } = WARNINGS[code as WarningCode]
      return { code, field, rowIds, textZh: zh, textEn: en }
    }),
    [CLASS_KEY[register]]: row.class,
    fields: maskedFields(row),
  }
}

/** A row as it is now. */
export function rowView(row: ContentRow): Unchecked {
  const isCurrent = row.kind !== 'removal' && row.replacedById === null
  return { ...addedView(row), isCurrent, replacedById: row.replacedById }
}

/** What became of each row of a batch. */
export function batchView(results: readonly Added[]): Unchecked {
  return {
    items: results.map((result) =>
      result.kind === 'refused'
        ? { id: result.id, result: result.kind, row: null, problem: result.problem.body }
        : { id: result.row.id, result: result.kind, row: addedView(result.row), problem: null },
    ),
  }
}

/** What was read unmasked. */
export function disclosureView({ id, at, purpose, fields, row }: Disclosure): Unchecked {
  const { identity } = row.content
  const unreadable = row.unreadable.filter((field) => fields.includes(field))
  const clear = fields
    .filter((field) => !unreadable.includes(field))
    .map((field) => [field, identity[field] ?? UNKNOWN])
  return { id, rowId: row.id, at: shanghaiIso(at), purpose, unreadable, fields: Object.fromEntries(clear) }
}

/** One entry of the access log. */
export function accessView({ at, ...access }: AccessRow): z.input<typeof accessPageSchema>['items'][number] {
  return { ...access, at: shanghaiIso(at) }
}

/** A destruction and how far it has come. */
export function destructionView(destruction: DestructionRow): z.input<typeof destructionSchema> {
  const { id, eventId, reason, orderedBy, approvedBy, withdrawnBy, withdrawalReason } = destruction
  const { orderedAt, approvedAt, executedAt, withdrawnAt } = destruction
  return {
    ...{ id, eventId, state: stateOf(destruction), reason },
    ...{ orderedAt: shanghaiIso(orderedAt), orderedBy },
    ...{ approvedAt: maybeIso(approvedAt), approvedBy, executedAt: maybeIso(executedAt) },
    ...{ withdrawnAt: maybeIso(withdrawnAt), withdrawnBy, withdrawalReason },
  }
}

/** A legal hold. */
export function holdView({ placedAt, releasedAt, ...hold }: HoldRow): z.input<typeof holdSchema> {
  return { ...hold, placedAt: shanghaiIso(placedAt), releasedAt: maybeIso(releasedAt) }
}

function stateOf({ withdrawnAt, executedAt, approvedAt }: DestructionRow) {
  if (withdrawnAt) return 'withdrawn'
  if (executedAt) return 'executed'
  return approvedAt ? 'approved' : 'ordered'
}

/** Every field of the form: masked, `unknown`, or null where it was destroyed or does not open. */
function maskedFields({ register, content, unreadable, destructionId }: ContentRow): Unchecked {
  const { facts, identity } = content
  const fields = REGISTER_FORMS[register].map(
    ({ key, isSealed, shown }): [string, string | number | null] => {
      if (!isSealed) return [key, facts[key] ?? UNKNOWN]
      if (destructionId !== null || unreadable.includes(key)) return [key, null]
      const value = identity[key]
      return [key, value === undefined ? UNKNOWN : masked(value, shown)]
    },
  )
  const ageBand = register === 'people' ? [['ageBand', facts.ageBand ?? UNKNOWN]] : []
  return Object.fromEntries([...fields, ...ageBand])
}
