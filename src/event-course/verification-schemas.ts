import { z } from 'zod'
import { dueSchema, idSchema, maybeInstantOut, nodeRefSchema, textOut } from '../events/view-schemas.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { STAGES } from '../regulations/vocabulary.ts'
import { listOf } from '../wire.ts'
import { eventStateSchema, overrideSchema, responseSchema } from './schemas.ts'

const stageOut = z
  .enum(STAGES)
  .nullable()
  .meta({ description: 'Stage of its last report; null where it has none', examples: ['follow_up'] })

const isReturnedOut = z.boolean().meta({
  description:
    'Whether that is a verified report which a unit above returned: it verifies nothing until it is answered',
  examples: [false],
})

const unitSchema = z
  .object({
    node: nodeRefSchema,
    aboveCode: regionCodeSchema
      .nullable()
      .meta({ description: 'The unit above it in this tree; null at its top', examples: ['540122000000'] }),
    tier: textOut('Its tier', 'township'),
    stage: stageOut,
    isReturned: isReturnedOut,
    isVerified: z
      .boolean()
      .meta({ description: 'False again once figures below it have changed since', examples: [false] }),
    verifiedAt: maybeInstantOut('When its verified report was received'),
    headVersionId: idSchema.nullable().meta({ description: 'Its last report: the parent of the next' }),
    due: dueSchema.nullable().meta({
      description:
        'By when it verifies; null where no clock runs: of villages, and of the city until all counties that reported have verified',
    }),
    blockedBy: listOf(
      z.object({
        node: nodeRefSchema,
        stage: z.enum(STAGES).meta({ examples: ['follow_up'] }),
        isReturned: isReturnedOut,
      }),
      10_000,
    ).meta({
      description:
        'Units below, at any depth, whose turn comes before: of those that reported and have not verified the uppermost (they may wait for units below them in their turn, see their own `blockedBy`); of those that have to verify again the lowest, once nothing below them is open',
    }),
    leave: overrideSchema.nullable().meta({ description: 'Leave to verify all the same (核报放行)' }),
    mayVerify: z
      .boolean()
      .meta({ description: 'Whether its verified report would be accepted in its turn', examples: [true] }),
  })
  .meta({ id: 'VerificationUnit', description: 'How far one unit has come' })

export const verificationSchema = z
  .object({
    eventId: idSchema,
    state: eventStateSchema,
    stableAt: maybeInstantOut('Since when it is declared stable'),
    units: listOf(unitSchema, 10_000).meta({
      description: 'The units that have reported and those above them, each after the one above it',
    }),
    closure: z.object({
      isPossible: z.boolean().meta({ description: 'Whether the event could be closed', examples: [false] }),
      blockedBy: listOf(
        z.object({ node: nodeRefSchema, stage: stageOut, isReturned: isReturnedOut }),
        10_000,
      ),
      registersDiffer: listOf(nodeRefSchema, 10_000).meta({
        description: 'Units whose registers differ from what they verified: they keep it from closing too',
      }),
      responsesOn: listOf(responseSchema, 1_000).meta({
        description: 'Responses that are on: each is ended before the event is closed',
      }),
    }),
  })
  .meta({ id: 'Verification', description: 'How far an event is verified, tier by tier (核报进度)' })

export type VerificationView = z.infer<typeof verificationSchema>
