/** The small pieces that drill files are made of. */
import { z } from 'zod'
import { regionCodeIn } from '../reports/schemas.ts'

/** A sentence or name in both languages. */
export const wordsSchema = (description: string) =>
  z
    .strictObject({
      zh: z.string().min(1).max(1_000).meta({ description: 'Chinese (中文)' }),
      en: z.string().min(1).max(1_000).meta({ description: 'English (英文)' }),
    })
    .meta({ description })

export interface Words {
  zh: string
  en: string
}

/** An instant on Shanghai's clocks. */
export const instantText = (description: string) =>
  z.iso
    .datetime({ offset: true, error: 'must be an instant such as 2008-10-06T16:30:00+08:00' })
    .meta({ description, examples: ['2008-10-06T16:30:00+08:00'] })

/** The name by which one step is known to others. */
export const labelText = (description: string) =>
  z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens')
    .max(60)
    .meta({ description, examples: ['yangyi-first'] })

export const regionText = regionCodeIn
