import { PROBLEMS, type ProblemSlug } from './catalogue.ts'

/** One thing wrong in what was sent: where it is, which rule says so, and a sentence that helps. */
export interface ProblemError {
  /** JSON pointer into the body, or `header:Name`, `query:name`, `path:name` */
  pointer: string
  /** stable code of what is wrong */
  code: string
  detail: string
}

export interface ProblemMembers {
  errors?: readonly ProblemError[]
  [member: string]: unknown
}

export interface ProblemBody extends ProblemMembers {
  type: string
  title: string
  status: number
  detail: string
}

/** What fits an answer: pointers hold keys that somebody sent, and these can be as long as a body. */
export const LONGEST = { pointer: 1_000, errorDetail: 2_000, detail: 4_000 } as const

/** A text of so many characters at most, and no half of a surrogate pair at its end. */
export function cutText(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** A problem's body within what its schema allows: what is longer is cut. */
export function cutProblem<Body extends ProblemBody>(body: Body): Body {
  const errors = body.errors?.map((error) => ({
    ...error,
    pointer: cutText(error.pointer, LONGEST.pointer),
    detail: cutText(error.detail, LONGEST.errorDetail),
  }))
  return { ...body, detail: cutText(body.detail, LONGEST.detail), ...(errors ? { errors } : {}) }
}

/**
 * An expected failure of a use-case. Thrown, caught once at the edge, and answered as
 * `application/problem+json`.
 */
export class Problem extends Error {
  readonly slug: ProblemSlug
  readonly status: number
  readonly body: ProblemBody
  readonly headers: Readonly<Record<string, string>>

  /**
   * @param detail a sentence for this caller: what is wrong and what to do
   * @param members machine-readable extras
   */
  constructor(
    slug: ProblemSlug,
    detail: string,
    members: ProblemMembers = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    const { status, title } = PROBLEMS[slug]
    super(detail)
    this.name = 'Problem'
    this.slug = slug
    this.status = status
    this.body = cutProblem({ type: `/problems/${slug}`, title, status, detail, ...members })
    this.headers = headers
  }
}
