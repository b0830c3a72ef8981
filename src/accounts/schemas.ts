/** Wire shapes of accounts and administration. */
import { z } from 'zod'
import { pageOf, pageQuery } from '../http/pages.ts'
import { regionCodeSchema } from '../regions/schemas.ts'
import { lineIn, text } from '../wire.ts'
import {
  bindingInput,
  displayNameInput,
  languageInput,
  newAccountInput,
  phoneInput,
  postInput,
  roleInput,
} from './inputs.ts'
import { idSchema, instantOut, lineOut, wordOut } from './wire.ts'

const ACCOUNT_ID = '019f2b6e-5a7c-7d21-9c1e-2f6f1f0b7a10'
const OTHER_ID = '019f2b6e-5a7c-7d21-9c1e-2f6f1f0b7a11'
const AT = '2026-07-01T08:00:00.000+08:00'
const PASSWORD = 'abcde-fghjk-mnpqr-stuvw'
const SECRET = 'Zk1cVd0yQ1mT8s2Kq3vVd0yQ1mT8s2KZk1cVd0yQ1m0'

const bindingExample = {
  id: OTHER_ID,
  role: 'officer',
  regionCode: '540122101000',
  sectionCode: null,
  departmentCode: null,
  since: AT,
  until: null,
} as const

export const bindingSchema = z
  .object({
    id: idSchema('Id of the binding', OTHER_ID),
    role: roleInput,
    regionCode: regionCodeSchema,
    sectionCode: wordOut(32, 'Section of a clerk').nullable(),
    departmentCode: wordOut(32, 'Department of a liaison').nullable(),
    since: instantOut('Since when'),
    until: instantOut('Until when; null while it holds').nullable(),
  })
  .meta({ id: 'Binding', description: 'A role at a place (任职)', examples: [bindingExample] })

const secretSchema = z.object({
  id: idSchema('Id of the secret', OTHER_ID),
  createdAt: instantOut('When it was made'),
  lastUsedAt: instantOut('When it was last used').nullable(),
  revokedAt: instantOut('When it was revoked; null while it is live').nullable(),
})

export const accountExample = {
  id: ACCOUNT_ID,
  login: 'officer-540122101000',
  kind: 'person',
  displayName: '羊八井镇灾害信息员',
  phone: '0891-0000000',
  language: 'zh',
  post: 'A',
  createdAt: AT,
  disabledAt: null,
  disabledReason: null,
  bindings: [bindingExample],
  secrets: [],
} as const

export const accountSchema = z
  .object({
    id: idSchema('Id of the account'),
    login: wordOut(64, 'Login; of systems the client id'),
    kind: z.enum(['person', 'system']),
    displayName: lineOut(80, 'Name to show').nullable(),
    phone: lineOut(21, 'Phone').nullable(),
    language: languageInput,
    post: postInput.nullable(),
    createdAt: instantOut('When it was made'),
    disabledAt: instantOut('When it was closed; null while it is open').nullable(),
    disabledReason: lineOut(200, 'Why it was closed').nullable(),
    bindings: z
      .array(bindingSchema)
      .max(1_000)
      .meta({ description: 'Roles at places, those that have ended included' }),
    secrets: z
      .array(secretSchema)
      .max(1_000)
      .meta({ description: 'Secrets of a system client; never the secrets themselves' }),
  })
  .meta({ id: 'Account', description: 'A person or a system (账号)', examples: [accountExample] })

export const accountPageSchema = pageOf(accountSchema).meta({
  id: 'AccountPage',
  description: 'A page of accounts',
  examples: [{ items: [accountExample], next: null }],
})

export const newBindingSchema = bindingInput.meta({
  id: 'NewBinding',
  description: 'A role to give at a place',
  examples: [{ role: 'reviewer', regionCode: '540122000000' }],
})

export const newAccountSchema = newAccountInput.meta({
  id: 'NewAccount',
  description: 'An account to make: for a person, or for a system when its role is system',
  examples: [
    {
      login: 'officer-540122101000',
      displayName: '羊八井镇灾害信息员',
      language: 'zh',
      post: 'A',
      bindings: [{ role: 'officer', regionCode: '540122101000' }],
    },
  ],
})

export const createdAccountSchema = z
  .object({
    account: accountSchema,
    password: wordOut(40, 'Shown this once; null for a system').nullable(),
    clientSecret: wordOut(64, 'Shown this once; null for a person').nullable(),
  })
  .meta({
    id: 'CreatedAccount',
    description: 'The account and what it logs in with, shown this once',
    examples: [{ account: accountExample, password: PASSWORD, clientSecret: null }],
  })

export const accountUpdateSchema = z
  .strictObject({
    displayName: displayNameInput.nullable(),
    phone: phoneInput.nullable(),
    language: languageInput,
    post: postInput.nullable(),
  })
  .partial()
  .meta({
    id: 'AccountUpdate',
    description: 'What to change; what is left out stays',
    examples: [{ language: 'bo' }],
  })

export const deactivationSchema = z
  .strictObject({
    reason: lineIn(200)
      .min(1)
      .meta({ description: 'Why, in a sentence', examples: ['调离灾害信息员岗位'] }),
  })
  .meta({
    id: 'Deactivation',
    description: 'Why the account is closed',
    examples: [{ reason: '调离灾害信息员岗位' }],
  })

export const newPasswordSchema = z.object({ password: wordOut(40, 'Shown this once') }).meta({
  id: 'NewPassword',
  description: 'The new password of a person',
  examples: [{ password: PASSWORD }],
})

export const newClientSecretSchema = z
  .object({
    id: idSchema('Id of the secret', OTHER_ID),
    clientId: wordOut(64, 'The login of the system'),
    clientSecret: wordOut(64, 'Shown this once'),
    createdAt: instantOut('When it was made'),
  })
  .meta({
    id: 'NewClientSecret',
    description: 'A new secret of a system client',
    examples: [{ id: OTHER_ID, clientId: 'system-540100000000', clientSecret: SECRET, createdAt: AT }],
  })

const CSV = `login,displayName,role,regionCode,sectionCode,departmentCode,post,language,phone
officer-540122101000,羊八井镇灾害信息员,officer,540122101000,,,A,zh,0891-0000000
`

export const importJsonSchema = z
  .strictObject({
    csv: text(1_000_000).min(1).meta({ description: 'The file as text' }),
  })
  .meta({ id: 'AccountImport', description: 'The file inside JSON', examples: [{ csv: CSV }] })

export const importCsvSchema = text(1_000_000).meta({
  description: 'The file itself, UTF-8',
  examples: [CSV],
})

export const importedAccountsSchema = z
  .object({
    accounts: z
      .array(
        z.object({
          id: idSchema('Id of the account'),
          login: wordOut(64, 'Login'),
          password: wordOut(40, 'Shown this once'),
        }),
      )
      .max(1_000),
  })
  .meta({
    id: 'ImportedAccounts',
    description: 'The accounts made, in the order of the file, with passwords shown this once',
    examples: [{ accounts: [{ id: ACCOUNT_ID, login: 'officer-540122101000', password: PASSWORD }] }],
  })

export const accountParams = z.strictObject({ accountId: idSchema('Id of the account') })
export const bindingParams = z.strictObject({
  accountId: idSchema('Id of the account'),
  bindingId: idSchema('Id of the binding', OTHER_ID),
})
export const secretParams = z.strictObject({
  accountId: idSchema('Id of the account'),
  credentialId: idSchema('Id of the secret', OTHER_ID),
})
export const accountQuery = z.strictObject(pageQuery)
