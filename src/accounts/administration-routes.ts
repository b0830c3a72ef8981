import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { cursorOf, positionOf } from '../http/pages.ts'
import { shanghaiIso } from '../shanghai.ts'
import { findAccount, listAccounts } from './account-store.ts'
import { addBinding } from './add-binding.ts'
import { addClientSecret } from './add-client-secret.ts'
import * as operations from './administration-operations.ts'
import { createAccount } from './create-account.ts'
import { deactivateAccount } from './deactivate-account.ts'
import { endBinding } from './end-binding.ts'
import { importAccounts } from './import-accounts.ts'
import { readCsvText } from './import-rows.ts'
import { mustSee } from './jurisdiction.ts'
import { mustHold, scopeOf } from './may.ts'
import { accountReply, bindingReply } from './replies.ts'
import { resetPassword } from './reset-password.ts'
import { revokeClientSecret } from './revoke-client-secret.ts'
import { updateAccount } from './update-account.ts'

const POSITION = z.tuple([z.uuid()])
const IMPORT_BODY_LIMIT = 1_200_000

/** Accounts and what they may do, for administrators; and one's own. */
export function administrationRoutes(deps: Deps): FastifyPluginAsyncZodOpenApi {
  const { db } = deps
  return async (app) => {
    app.addContentTypeParser(
      'text/csv',
      { parseAs: 'buffer' },
      async (_request: FastifyRequest, body: Buffer) => readCsvText(body),
    )

    app.get('/accounts/me', { schema: operations.readOwnAccount }, async ({ caller }) =>
      accountReply(mustFind(await findAccount(db, caller.accountId))),
    )

    app.get('/accounts', { schema: operations.listAccounts }, async ({ caller, query: { limit, after } }) => {
      mustHold(caller, 'account.manage')
      const [position] = after === undefined ? [null] : positionOf(POSITION, after)
      const page = { after: position, limit: limit + 1 }
      const found = await listAccounts(db, scopeOf(caller, 'account.manage'), page)
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return {
        items: items.map(accountReply),
        next: found.length > limit && last ? cursorOf([last.id]) : null,
      }
    })

    app.get('/accounts/:accountId', { schema: operations.readAccount }, async ({ caller, params }) =>
      accountReply(mustSee(caller, await findAccount(db, params.accountId))),
    )

    app.post('/accounts', { schema: operations.createAccount }, async ({ caller, body }, reply) => {
      const { account, ...shownOnce } = await createAccount(deps, caller, body)
      reply.code(201).header('cache-control', 'no-store')
      return { account: accountReply(account), ...shownOnce }
    })

    app.post(
      '/accounts/imports',
      { schema: operations.importAccounts, bodyLimit: IMPORT_BODY_LIMIT },
      async ({ caller, body }, reply) => {
        const accounts = await importAccounts(deps, caller, typeof body === 'string' ? body : body.csv)
        reply.code(201).header('cache-control', 'no-store')
        return { accounts }
      },
    )

    app.patch(
      '/accounts/:accountId',
      { schema: operations.updateAccount },
      async ({ caller, params, body }) =>
        accountReply(await updateAccount(deps, caller, params.accountId, body)),
    )

    app.post(
      '/accounts/:accountId/bindings',
      { schema: operations.addBinding },
      async ({ caller, params, body }, reply) => {
        reply.code(201)
        return bindingReply(await addBinding(deps, caller, params.accountId, body))
      },
    )

    app.delete(
      '/accounts/:accountId/bindings/:bindingId',
      { schema: operations.endBinding },
      async ({ caller, params }, reply) => {
        await endBinding(deps, caller, params.accountId, params.bindingId)
        return reply.code(204).send()
      },
    )

    app.post(
      '/accounts/:accountId/password-reset',
      { schema: operations.resetPassword },
      async ({ caller, params }, reply) => {
        const password = await resetPassword(deps, caller, params.accountId)
        reply.code(201).header('cache-control', 'no-store')
        return { password }
      },
    )

    app.post(
      '/accounts/:accountId/deactivation',
      { schema: operations.deactivateAccount },
      async ({ caller, params, body }) =>
        accountReply(await deactivateAccount(deps, caller, params.accountId, body.reason)),
    )

    app.post(
      '/accounts/:accountId/client-secrets',
      { schema: operations.addClientSecret },
      async ({ caller, params }, reply) => {
        const { createdAt, ...secret } = await addClientSecret(deps, caller, params.accountId)
        reply.code(201).header('cache-control', 'no-store')
        return { ...secret, createdAt: shanghaiIso(createdAt) }
      },
    )

    app.delete(
      '/accounts/:accountId/client-secrets/:credentialId',
      { schema: operations.revokeClientSecret },
      async ({ caller, params }, reply) => {
        await revokeClientSecret(deps, caller, params.accountId, params.credentialId)
        return reply.code(204).send()
      },
    )
  }
}

function mustFind<Found>(found: Found | null): Found {
  if (found === null) throw new Error('the account of the caller is not there')
  return found
}
