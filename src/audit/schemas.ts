import { z } from 'zod'
import { pageOf, pageQuery } from '../http/pages.ts'
import { instant as anyInstant, code, instantIn } from '../wire.ts'

const action = z
  .string()
  .max(60)
  .regex(/^[a-z_]+\.[a-z_]+$/, 'must be noun.verbed')
  .meta({ description: 'What was done, `noun.verbed`', examples: ['escalation.acknowledged'] })
const subjectKind = z
  .string()
  .max(40)
  .regex(/^[a-z_]+$/, 'must be lower case')
  .meta({ description: 'What kind of thing it was done to', examples: ['escalation'] })
const subjectId = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
  .meta({ description: 'Its id', examples: ['019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f'] })
const accountId = z
  .uuid()
  .meta({ description: 'The account that did it', examples: ['019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f'] })
const limitIn = instantIn().meta({ examples: ['2026-07-01T12:00:00.000+08:00'] })
const instant = (description: string) =>
  anyInstant().meta({ description, examples: ['2026-07-01T12:00:00.000+08:00'] })

export const auditEntrySchema = z
  .object({
    position: z
      .int()
      .min(1)
      .meta({ description: 'Place in the trail: later entries have higher ones', examples: [4711] }),
    at: instant('When'),
    accountId: accountId.nullable().meta({ description: 'Who; null for what the engine did by itself' }),
    action: code(100).meta({
      description: 'What was done, `noun.verbed`',
      examples: ['escalation.acknowledged'],
    }),
    subjectKind: code(100).meta({
      description: 'What kind of thing it was done to',
      examples: ['escalation'],
    }),
    subjectId: code(100).meta({ description: 'Its id', examples: ['019a2b6e-5d2c-7cc3-98f4-1a2b3c4d5e6f'] }),
    regionCode: code(12)
      .nullable()
      .meta({
        description: 'Unit under which it is filed; null for the whole house',
        examples: ['540122000000'],
      }),
    detail: z
      .record(code(100), z.unknown())
      .meta({ description: 'What else is to be known; never identity data', examples: [{ toTier: 'city' }] }),
  })
  .meta({ id: 'AuditEntry', description: 'One act (审计记录)' })

export const auditPageSchema = pageOf(auditEntrySchema).meta({
  id: 'AuditPage',
  description: 'A page of the trail, the newest first',
})

export const auditQuery = z.strictObject({
  ...pageQuery,
  action: action.optional().meta({ description: 'Only acts of this kind' }),
  subjectKind: subjectKind.optional().meta({ description: 'Only acts upon this kind of thing' }),
  subjectId: subjectId.optional().meta({ description: 'Only acts upon this one' }),
  accountId: accountId.optional().meta({ description: 'Only what this account did' }),
  from: limitIn.optional().meta({ description: 'Acts at this instant or later' }),
  to: limitIn.optional().meta({ description: 'Acts before this instant' }),
})
