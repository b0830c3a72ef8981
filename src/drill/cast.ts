/** The cast of a drill (参演人员): accounts made over the API, each logged in. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { createdAccountSchema } from '../accounts/schemas.ts'
import { openedSessionSchema } from '../accounts/session-schemas.ts'
import { ask, type Post, postOf, read, UnexpectedAnswer, type Wire } from './post.ts'
import type { CastMember, Drill } from './schema.ts'

const firstAccounts = z.array(
  z.object({ account: z.string().optional(), password: z.string().optional(), role: z.string() }),
)

/** Everybody who talks to the service. */
export interface Cast {
  /** the posts of the drill, by id */
  posts: ReadonlyMap<string, Post>
  /** the city's duty officer of the first accounts: reads what the timeline tells */
  observer: Post
  auditor: Post
  /** a post in a county that has nothing to do with the story */
  outsider: Post
  /** how many accounts were made */
  made: number
}

/**
 * Makes the accounts of a drill as the administrator would, and logs everybody in.
 */
export async function enterCast(drill: Drill, wire: Wire, firstAccountsFile: string): Promise<Cast> {
  const first = firstAccounts.parse(JSON.parse(await readFile(firstAccountsFile, 'utf8')))
  const firstPost = async (role: string) => {
    const entry = first.find((one) => one.role === role)
    if (!entry?.account || !entry.password) throw new UnexpectedAnswer(`no ${role} among the first accounts`)
    return logIn(wire, entry.account, entry.password)
  }
  const administrator = await firstPost('administrator')
  const enter = async (member: CastMember) => {
    const { account, password } = await administrator.post('/v1/accounts', createdAccountSchema, {
      login: `drill-${member.id}`,
      displayName: member.post.zh,
      bindings: member.at,
    })
    if (password === null) throw new UnexpectedAnswer(`${member.id} is no person`)
    return logIn(wire, account.login, password)
  }
  const posts = new Map<string, Post>()
  for (const member of drill.cast) posts.set(member.id, await enter(member))
  const outsider = await enter({
    id: 'outsider',
    post: { zh: '无关县报送员', en: 'Officer of a county that has nothing to do with it' },
    at: [
      { role: 'officer', regionCode: drill.outsider },
      { role: 'reviewer', regionCode: drill.outsider },
    ],
  })
  return {
    posts,
    observer: await firstPost('duty_officer'),
    auditor: await firstPost('auditor'),
    outsider,
    made: drill.cast.length + 1,
  }
}

async function logIn(wire: Wire, login: string, password: string): Promise<Post> {
  const answer = await ask(wire, 'POST', '/v1/sessions', {
    body: { login, password, device: `drill-${login}` },
  })
  const { accessToken, account } = read(answer, openedSessionSchema, 'POST /v1/sessions')
  return postOf(wire, accessToken, account.id)
}
