/** What the routes of administration take and answer. */
import { json } from '../http/json-reply.ts'
import { problems } from '../problems/schemas.ts'
import {
  accountPageSchema,
  accountParams,
  accountQuery,
  accountSchema,
  accountUpdateSchema,
  bindingParams,
  bindingSchema,
  createdAccountSchema,
  deactivationSchema,
  importCsvSchema,
  importedAccountsSchema,
  importJsonSchema,
  newAccountSchema,
  newBindingSchema,
  newClientSecretSchema,
  newPasswordSchema,
  secretParams,
} from './schemas.ts'

const tags = ['accounts']
const reading = problems(400, 401, 403, 404, 429)
const writing = problems(400, 401, 403, 404, 409, 413, 415, 422, 429)
const acting = problems(400, 401, 403, 404, 409, 429)

export const readOwnAccount = {
  operationId: 'readOwnAccount',
  summary: "One's own account (本人账号)",
  description: 'Who the caller is, and what they may do where.',
  tags,
  response: { 200: json('The account', accountSchema), ...problems(400, 401, 403, 429) },
}

export const listAccounts = {
  operationId: 'listAccounts',
  summary: 'List accounts (账号列表)',
  description: 'Accounts that are or were bound in the jurisdiction of an administrator.',
  tags,
  querystring: accountQuery,
  response: { 200: json('A page of accounts', accountPageSchema), ...problems(400, 401, 403, 429) },
}

export const readAccount = {
  operationId: 'readAccount',
  summary: 'Read an account (查看账号)',
  description: 'For the administrators of every unit where it is or was bound.',
  tags,
  params: accountParams,
  response: { 200: json('The account', accountSchema), ...reading },
}

export const createAccount = {
  operationId: 'createAccount',
  summary: 'Create an account (开户)',
  description:
    'The password or the client secret is shown this once. Nobody gives a role outside their own jurisdiction.',
  tags,
  body: newAccountSchema,
  response: { 201: json('Created', createdAccountSchema), ...writing },
}

export const importAccounts = {
  operationId: 'importAccounts',
  summary: 'Create accounts from a CSV file (批量开户)',
  description:
    'All rows or none. The header is login,displayName,role,regionCode,sectionCode,departmentCode,post,language,phone; faults are told with pointers such as /rows/12/phone, rows counted from 0 below the header.',
  tags,
  body: {
    content: {
      'text/csv': { schema: importCsvSchema },
      'application/json': { schema: importJsonSchema },
    },
  },
  response: { 201: json('Created', importedAccountsSchema), ...writing },
}

export const updateAccount = {
  operationId: 'updateAccount',
  summary: 'Change what describes an account (修改账号)',
  description: 'Name, phone, language and post; roles are given and ended as bindings.',
  tags,
  params: accountParams,
  body: accountUpdateSchema,
  response: { 200: json('The account', accountSchema), ...writing },
}

export const addBinding = {
  operationId: 'addBinding',
  summary: 'Give a role at a place (任职)',
  description: 'Counts from the next request of the account on. Nobody gives roles to their own account.',
  tags,
  params: accountParams,
  body: newBindingSchema,
  response: { 201: json('The binding', bindingSchema), ...writing },
}

export const endBinding = {
  operationId: 'endBinding',
  summary: 'End a role at a place (调动)',
  description: 'Counts from the next request of the account on.',
  tags,
  params: bindingParams,
  response: { 204: { description: 'The role has ended' }, ...acting },
}

export const resetPassword = {
  operationId: 'resetPassword',
  summary: 'Give a person a new password (重置口令)',
  description: 'Shown this once; every device of the account is logged out.',
  tags,
  params: accountParams,
  response: { 201: json('The new password', newPasswordSchema), ...acting },
}

export const deactivateAccount = {
  operationId: 'deactivateAccount',
  summary: 'Close the account of somebody who leaves (离岗)',
  description: 'Sessions, secrets and roles end at once; what was done stays under their name.',
  tags,
  params: accountParams,
  body: deactivationSchema,
  response: { 200: json('The closed account', accountSchema), ...writing },
}

export const addClientSecret = {
  operationId: 'addClientSecret',
  summary: 'Give a system one more secret (增加密钥)',
  description: 'Two are live at most, so that a system changes over without a gap. Shown this once.',
  tags,
  params: accountParams,
  response: { 201: json('The new secret', newClientSecretSchema), ...acting },
}

export const revokeClientSecret = {
  operationId: 'revokeClientSecret',
  summary: 'Revoke a secret of a system (吊销密钥)',
  description: 'The sessions that it opened end with it.',
  tags,
  params: secretParams,
  response: { 204: { description: 'The secret is revoked' }, ...acting },
}
