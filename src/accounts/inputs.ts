/** What may be said of an account, by hand or in a file. */
import { z } from 'zod'
import { regionCodeSchema } from '../regions/schemas.ts'
import { asLine } from '../wire.ts'
import { ROLES } from './tables.ts'

export const loginInput = z
  .string()
  .min(3)
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'must be small letters, digits, dots, hyphens and underscores')
  .meta({
    description: 'Login (登录名), unique; of systems the client id',
    examples: ['officer-540122101000'],
  })

export const displayNameInput = asLine(z.string().min(1).max(80)).meta({
  description: 'Name to show (姓名)',
  examples: ['羊八井镇灾害信息员'],
})

export const phoneInput = z
  .string()
  .max(21)
  .regex(/^\+?[0-9][0-9 -]{4,19}$/, 'must be a phone number: digits, spaces and hyphens, perhaps a + before')
  .meta({ description: 'Phone (电话)', examples: ['0891-0000000'] })

export const languageInput = z
  .enum(['zh', 'bo', 'en'])
  .meta({ description: 'Language of messages: Chinese, Tibetan or English', examples: ['zh'] })

export const postInput = z
  .enum(['A', 'B'])
  .meta({ description: 'A or B post (A岗, B岗): who stands in for whom', examples: ['A'] })

export const roleInput = z.enum(ROLES).meta({ description: 'Role (角色)', examples: ['officer'] })

const recipientCode = z
  .string()
  .max(32)
  .regex(/^[A-Z][A-Z0-9_]{1,31}$/, 'must be a code in capital letters')

/** Sections have codes in capitals, departments in small letters: the registers of both are the ones to ask. */
const departmentCode = z
  .string()
  .max(41)
  .regex(/^[a-zA-Z][a-zA-Z0-9_]{1,40}$/, 'must be the code of a department')

const BINDING_FIELDS = {
  role: roleInput,
  regionCode: regionCodeSchema,
  sectionCode: recipientCode
    .nullish()
    .meta({ description: 'Section (科室) of a section clerk; for no other role', examples: ['DZDZ'] }),
  departmentCode: departmentCode.nullish().meta({
    description: 'Department (联动单位) of a department liaison; for no other role',
    examples: [null],
  }),
}

/** A role at a place; clerks name their section, liaisons their department, and nobody else does. */
export const bindingInput = z
  .strictObject(BINDING_FIELDS)
  .refine((binding) => (binding.role === 'section_clerk') === Boolean(binding.sectionCode), {
    path: ['sectionCode'],
    message: 'is for section clerks, who need one',
  })
  .refine((binding) => (binding.role === 'department_liaison') === Boolean(binding.departmentCode), {
    path: ['departmentCode'],
    message: 'is for department liaisons, who need one',
  })

/** An account to make. */
export const newAccountInput = z
  .strictObject({
    login: loginInput,
    displayName: displayNameInput.nullish(),
    phone: phoneInput.nullish(),
    language: languageInput.optional(),
    post: postInput.nullish(),
    bindings: z.array(bindingInput).min(1).max(20),
  })
  .refine(({ bindings }) => new Set(bindings.map((binding) => binding.role === 'system')).size === 1, {
    path: ['bindings'],
    message: 'must be all of role system, or none',
  })
