/** Ids of an event `e` and of those merged into it. */
export const FAMILY = 'select m.id from events m where m.id = e.id or m.merged_into_id = e.id'

/** The digits of a unit `u` that all below it share, as `significantPrefix` takes them. */
const PREFIX = `regexp_replace(u.region_code, '(0{10}|0{8}|0{6}|0{3})$', '')`

/**
 * Where responses are or were on in an event `e`, and how many photos of it each of the `units` and all below it have
 * sent, each picture once by its bytes, whoever sent it: of the event itself, or of a report in it. Null, and no photo
 * looked at, where there never was a response.
 */
export const PHOTOS = `
  (select json_build_object(
    'responses', json_agg(distinct r.region_code),
    'units', (
      select coalesce(json_object_agg(p.region_code, p.photos), '{}')
      from (
        select u.region_code, count(distinct a.sha256) as photos
        from units u
        join (
          select a.* from attachments a where a.event_id in (${FAMILY})
          union all
          select a.*
          from report_chains c
          join report_versions v on v.chain_id = c.id
          join attachments a on a.version_id = v.id
          where c.event_id in (${FAMILY})
        ) as a on starts_with(a.region_code, ${PREFIX})
        where a.kind = 'photo' and a.state = 'complete'
        group by u.region_code) as p))
  from event_responses r
  where r.event_id in (${FAMILY})
  having count(*) > 0)`
