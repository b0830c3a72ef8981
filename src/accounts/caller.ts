import type { ROLES } from './tables.ts'

export type Role = (typeof ROLES)[number]
export type Language = 'zh' | 'bo' | 'en'

/** One live binding (岗位): a role at a node, and for clerks and liaisons their section or department. */
export interface Binding {
  role: Role
  regionCode: string
  sectionCode: string | null
  departmentCode: string | null
}

/** Who is asking, as the database knows them at this very request. */
export interface Caller {
  accountId: string
  sessionId: string
  kind: 'person' | 'system'
  language: Language
  bindings: readonly Binding[]
}

/** What an access token says. Everything else about the account is read from the database each time. */
export interface Claims {
  /** account */
  sub: string
  /** session */
  sid: string
}
