/** Who is calling, read from the database at each request so that every revocation counts at once. */
import type { Database } from '../db/client.ts'
import type { Binding, Caller, Claims, Language } from './caller.ts'

/**
 * SQL that finds callers by account and session: one row for each pair whose session and account are live at
 * judged_now(), with the live bindings; no row for the others. Its parameters are two uuid arrays of one length;
 * `position` counts from 1 and tells which pair a row is for. For use alone or as a CTE.
 *
 * @param accountIds SQL of the account ids, a uuid[]
 * @param sessionIds SQL of the session ids, a uuid[]
 */
export function callersSql(accountIds: string, sessionIds: string): string {
  return `
    select asked.position::int as position, account.id as account_id, session.id as session_id, account.kind,
      account.language, coalesce(held.bindings, '[]'::json) as bindings
    from unnest(${accountIds}, ${sessionIds}) with ordinality as asked (account_id, session_id, position)
    cross join (select judged_now() as now) as clock
    join sessions as session
      on session.id = asked.session_id and session.account_id = asked.account_id
      and session.revoked_at is null and session.expires_at > clock.now
    join accounts as account on account.id = asked.account_id and account.disabled_at is null
    left join lateral (
      select json_agg(json_build_object('role', binding.role, 'regionCode', binding.region_code,
        'sectionCode', binding.section_code, 'departmentCode', binding.department_code)
        order by binding.since, binding.id) as bindings
      from bindings as binding
      where binding.account_id = account.id and binding.since <= clock.now
        and (binding.until is null or binding.until > clock.now)
    ) as held on true`
}

/** A row of `callersSql`. */
export interface CallerRow {
  position: number
  account_id: string
  session_id: string
  kind: Caller['kind']
  language: Language
  bindings: Binding[]
}

const LOAD_CALLER = callersSql('$1::uuid[]', '$2::uuid[]')

/**
 * The caller behind the claims of a token, in one prepared query.
 *
 * @returns null when the session or the account has ended
 */
export async function loadCaller({ $client }: Database, claims: Claims): Promise<Caller | null> {
  const { rows } = await $client.query<CallerRow>({
    name: 'load_caller',
    text: LOAD_CALLER,
    values: [[claims.sub], [claims.sid]],
  })
  return rows[0] ? toCaller(rows[0]) : null
}

function toCaller(row: CallerRow): Caller {
  return {
    accountId: row.account_id,
    sessionId: row.session_id,
    kind: row.kind,
    language: row.language,
    bindings: row.bindings,
  }
}
