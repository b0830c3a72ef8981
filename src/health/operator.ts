import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'

/**
 * Whether the caller runs this service: someone on this machine, or with the operator's token.
 *
 * Behind a proxy everybody seems to be on this machine until TRUST_PROXY names it, so whoever was forwarded by a
 * proxy that is not trusted counts as a stranger.
 */
export function isOperator(
  request: Pick<FastifyRequest, 'ip' | 'headers'>,
  { OPERATOR_TOKEN, TRUST_PROXY }: Pick<Config, 'OPERATOR_TOKEN' | 'TRUST_PROXY'>,
): boolean {
  const { authorization } = request.headers
  if (OPERATOR_TOKEN !== undefined && authorization !== undefined) {
    return isSame(authorization, `Bearer ${OPERATOR_TOKEN}`)
  }
  return isLoopback(request.ip) && (TRUST_PROXY !== undefined || !wasForwarded(request.headers))
}

/** In constant time, whatever the lengths. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

function isLoopback(ip: string): boolean {
  return ip === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(ip)
}

function wasForwarded(headers: FastifyRequest['headers']): boolean {
  return ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined)
}
