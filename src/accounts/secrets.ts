/** Passwords (口令) and client secrets: made here, kept only as hashes. */
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** Argon2id is this library's default algorithm. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const AT_ONCE = 2

/** Letters and digits that nobody confuses when a password is read out over the phone. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 4
const GROUP_LENGTH = 5

/** A hash that no password has: an unknown login costs the same time as a known one. */
const nobodysHash = hash(randomBytes(32), COST)

/** A random password of 20 characters in groups of five: about 99 bits. */
export function newPassword(): string {
  const character = () => ALPHABET[randomInt(ALPHABET.length)]
  const group = () => Array.from({ length: GROUP_LENGTH }, character).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST)
}

/** Hashes many, a few at a time, so that logins go on meanwhile. */
export async function hashPasswords(passwords: readonly string[]): Promise<string[]> {
  const hashes: string[] = []
  for (let i = 0; i < passwords.length; i += AT_ONCE) {
    hashes.push(...(await Promise.all(passwords.slice(i, i + AT_ONCE).map(hashPassword))))
  }
  return hashes
}

/**
 * Whether the password is the one that was hashed; takes as long where there is nothing to compare with.
 */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await nobodysHash), password)
  return passwordHash !== null && matches
}

/** 32 random bytes for a system client. */
export function newClientSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 is enough here: nobody guesses 32 random bytes. */
export function hashClientSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** Compares in constant time. */
export function clientSecretMatches(secretHash: string, secret: string): boolean {
  const given = Buffer.from(hashClientSecret(secret))
  const kept = Buffer.from(secretHash)
  return given.length === kept.length && timingSafeEqual(given, kept)
}

/** The key under which failed logins are counted, whether anybody has that login or not. */
export function hashLogin(login: string): string {
  return createHash('sha256').update(login.toLowerCase()).digest('base64url')
}
