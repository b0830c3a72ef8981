/** How accounts and sessions look to those who may see them. */
import { shanghaiIso } from '../shanghai.ts'
import type { AccessToken } from './access-token.ts'
import type { Account, BindingRow } from './account-store.ts'
import type { Claims } from './caller.ts'
import type { SessionRow } from './session-store.ts'

const isoOrNull = (instant: Date | null) => (instant === null ? null : shanghaiIso(instant))

export function accountReply(account: Account) {
  const { id, login, kind, displayName, phone, language, post, disabledReason } = account
  return {
    id,
    login,
    kind,
    displayName,
    phone,
    language,
    post,
    createdAt: shanghaiIso(account.createdAt),
    disabledAt: isoOrNull(account.disabledAt),
    disabledReason,
    bindings: account.bindings.map(bindingReply),
    secrets: account.secrets.map((secret) => ({
      id: secret.id,
      createdAt: shanghaiIso(secret.createdAt),
      lastUsedAt: isoOrNull(secret.lastUsedAt),
      revokedAt: isoOrNull(secret.revokedAt),
    })),
  }
}

export function bindingReply({
  id,
  role,
  regionCode,
  sectionCode,
  departmentCode,
  since,
  until,
}: BindingRow) {
  return {
    id,
    role,
    regionCode,
    sectionCode,
    departmentCode,
    since: shanghaiIso(since),
    until: isoOrNull(until),
  }
}

export function sessionReply({ id, device, createdAt, expiresAt }: SessionRow, currentId: string) {
  return {
    id,
    device,
    createdAt: shanghaiIso(createdAt),
    expiresAt: shanghaiIso(expiresAt),
    isCurrent: id === currentId,
  }
}

/** @param refresh null for system clients, which ask again with their secret */
export function tokensReply(
  claims: Claims,
  { accessToken, accessTokenExpiresAt }: AccessToken,
  refresh: { refreshToken: string; refreshTokenExpiresAt: Date } | null,
) {
  return {
    tokenType: 'Bearer' as const,
    sessionId: claims.sid,
    accessToken,
    accessTokenExpiresAt: shanghaiIso(accessTokenExpiresAt),
    refreshToken: refresh?.refreshToken ?? null,
    refreshTokenExpiresAt: isoOrNull(refresh?.refreshTokenExpiresAt ?? null),
  }
}
