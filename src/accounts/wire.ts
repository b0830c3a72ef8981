/** Shapes that replies of accounts are made of, with what they mean. */
import { z } from 'zod'
import { code, instant, text } from '../wire.ts'

const AT = '2026-07-01T08:00:00.000+08:00'
const ID = '019f2b6e-5a7c-7d21-9c1e-2f6f1f0b7a10'

/** An id; in small letters whatever was sent, as the ids that it is compared with. */
export const idSchema = (description: string, example = ID) =>
  z
    .uuid()
    .max(36)
    .toLowerCase()
    .meta({ description, examples: [example] })

export const instantOut = (description: string) =>
  instant().meta({ description: `${description}, RFC 3339 with +08:00`, examples: [AT] })

/** A login, code or token. */
export const wordOut = (most: number, description: string) => code(most).meta({ description })

export const lineOut = (most: number, description: string) => text(most).meta({ description })
