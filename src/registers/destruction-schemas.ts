import { z } from 'zod'
import {
  countOut,
  idSchema,
  instantOut,
  maybeInstantOut,
  maybeTextOut,
  sentenceIn,
  textOut,
} from '../events/view-schemas.ts'
import { pageOf, pageQuery } from '../http/pages.ts'
import { listOf } from '../wire.ts'
import { newIdSchema } from './new-row-schemas.ts'

const reasonIn = (description: string, example: string) => sentenceIn(`${description}; name nobody`, example)

export const newDestructionSchema = z
  .strictObject({
    id: newIdSchema,
    reason: reasonIn('Why the registers are not needed any more', '应急处置已结束,核报已归档'),
  })
  .meta({ id: 'NewRegisterDestruction', description: 'An order to destroy (销毁申请)' })

export const newWithdrawalOfOrderSchema = z
  .strictObject({ reason: reasonIn('Why it is not to be carried out', '评估尚需使用') })
  .meta({ id: 'NewDestructionWithdrawal', description: 'Why an order is withdrawn or refused (撤销)' })

export const destructionSchema = z
  .object({
    id: idSchema,
    eventId: idSchema,
    state: z.enum(['ordered', 'approved', 'executed', 'withdrawn']).meta({ examples: ['approved'] }),
    reason: textOut('Why', '应急处置已结束,核报已归档'),
    orderedAt: instantOut('When it was ordered'),
    orderedBy: idSchema,
    approvedAt: maybeInstantOut('When it was approved'),
    approvedBy: idSchema.nullable().meta({ description: 'By a second person' }),
    executedAt: maybeInstantOut('When it was carried out'),
    withdrawnAt: maybeInstantOut('When it was withdrawn'),
    withdrawnBy: idSchema.nullable(),
    withdrawalReason: maybeTextOut('Why it was withdrawn', null),
  })
  .meta({
    id: 'RegisterDestruction',
    description: 'The destruction of what identifies people in an event’s registers (销毁)',
  })

export const destructionListSchema = z
  .object({ items: listOf(destructionSchema, 1_000) })
  .meta({ id: 'RegisterDestructionList', description: 'The destructions of an event, the newest first' })

export const proofSchema = z
  .object({
    destructionId: idSchema,
    eventId: idSchema,
    executedAt: instantOut('When it was carried out'),
    rows: countOut('How many rows were destroyed', 12),
    jws: textOut(
      'Compact JWS (EdDSA, typ `destruction+jws`), to be checked with the receipt keys of /v1/jwks: who ordered and approved, when, how many rows and fields, which keys, and `rowsHash`, the SHA-256 of the list of destroyed rows',
      'eyJhbGciOiJFZERTQSJ9.e30.c2ln',
    ),
  })
  .meta({ id: 'DestructionProof', description: 'Signed proof of a destruction (销毁证明)' })

export const destroyedPageSchema = pageOf(
  z.object({
    rowId: idSchema,
    hash: textOut(
      'SHA-256, hexadecimal, of the sealed fields as they stood last: a line `field key ciphertext` for each, by name',
      'a'.repeat(64),
    ),
  }),
).meta({ id: 'DestroyedRowPage', description: 'A page of destroyed rows, in the order of their ids' })

export const destroyedQuery = z.strictObject(pageQuery)

export const newHoldSchema = z
  .strictObject({
    id: newIdSchema,
    reason: reasonIn('What needs the registers, and until when', '行政复议取证'),
  })
  .meta({ id: 'NewRegisterHold', description: 'A legal hold (证据保全)' })

export const newReleaseSchema = z
  .strictObject({ reason: reasonIn('Why it is not needed any more', '复议已终结') })
  .meta({ id: 'NewHoldRelease', description: 'Why a legal hold is released (解除保全)' })

export const holdSchema = z
  .object({
    id: idSchema,
    eventId: idSchema,
    reason: textOut('What needs the registers', '行政复议取证'),
    placedAt: instantOut('Since when'),
    placedBy: idSchema,
    releasedAt: maybeInstantOut('Until when; null while it stands'),
    releasedBy: idSchema.nullable(),
    releaseReason: maybeTextOut('Why it was released', null),
  })
  .meta({ id: 'RegisterHold', description: 'A legal hold on an event’s registers (证据保全)' })

export const holdListSchema = z
  .object({ items: listOf(holdSchema, 1_000) })
  .meta({ id: 'RegisterHoldList', description: 'The legal holds of an event, the newest first' })
