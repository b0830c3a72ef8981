-- Rows of an event that was merged into another end with those of the event that goes on, and never before: once that one
-- is closed, by an approved destruction of it, and while no legal hold stands on any of the events that are one with it.
create or replace function refuse_changed_register_row() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'register_rows are replaced, never deleted' using errcode = 'restrict_violation';
  end if;
  if old.destruction_id is not null
     or (old.id, old.register, old.event_id, old.kind, old.class, old.replaces_id, old.reason_code, old.facts, old.warnings,
         old.account_id, old.registered_at)
        is distinct from
        (new.id, new.register, new.event_id, new.kind, new.class, new.replaces_id, new.reason_code, new.facts, new.warnings,
         new.account_id, new.registered_at)
     or new.region_code is distinct from township_of(old.region_code)
     or not exists (
       select from events e
       join register_destructions d on d.event_id = coalesce(e.merged_into_id, e.id)
       join register_retentions closing on closing.event_id = d.event_id
       where e.id = old.event_id and d.id = new.destruction_id
         and d.approved_at is not null and d.withdrawn_at is null and d.executed_at is null
         and not exists (
           select from register_holds h
           join events held on held.id = h.event_id
           where coalesce(held.merged_into_id, held.id) = d.event_id and h.released_at is null)) then
    raise exception 'register_rows is append-only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
