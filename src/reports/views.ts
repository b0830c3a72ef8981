import { shanghaiIso } from '../shanghai.ts'
import type { StoredVersion } from './report-store.ts'

/** A stored version as it goes out: instants in Shanghai time. */
export function versionView(version: StoredVersion) {
  return {
    ...version,
    occurredAt: shanghaiIso(version.occurredAt),
    observedAt: isoOrNull(version.observedAt),
    enteredAt: isoOrNull(version.enteredAt),
    sentAt: isoOrNull(version.sentAt),
    receivedAt: shanghaiIso(version.receivedAt),
  }
}

function isoOrNull(instant: Date | null): string | null {
  return instant === null ? null : shanghaiIso(instant)
}
