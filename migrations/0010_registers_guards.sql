-- Guards of the registers: rows are facts, sealed fields are only sealed anew, and only an approved destruction removes them.

-- The township of a village; every other unit itself.
create function township_of(code text) returns text
language sql immutable strict parallel safe
return case tier_of_region_code(code) when 'village' then left(code, 9) || '000' else code end;
--> statement-breakpoint
-- The one change that a row may see: an approved destruction of its event marks it, and moves it up to its township.
create function refuse_changed_register_row() returns trigger
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
       select from register_destructions d
       where d.id = new.destruction_id and d.event_id = old.event_id
         and d.approved_at is not null and d.withdrawn_at is null and d.executed_at is null) then
    raise exception 'register_rows is append-only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger register_rows_append_only before update or delete on register_rows
  for each row execute function refuse_changed_register_row();
--> statement-breakpoint
create trigger register_rows_not_emptied before truncate on register_rows
  for each statement execute function refuse_change();
--> statement-breakpoint
-- A field is sealed anew with another key, and removed with its row's destruction; otherwise it stays as it is.
create function refuse_changed_register_field() returns trigger
language plpgsql as $$
declare
  destruction uuid;
begin
  if tg_op = 'UPDATE' then
    if (old.row_id, old.field) is distinct from (new.row_id, new.field) or old.key_id = new.key_id then
      raise exception 'a sealed field is only sealed anew, with another key' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  select destruction_id into destruction from register_rows
  where id = case tg_op when 'DELETE' then old.row_id else new.row_id end;
  if tg_op = 'DELETE' and destruction is null then
    raise exception 'register_fields are removed by an approved destruction only' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'INSERT' and destruction is not null then
    raise exception 'the row is destroyed: nothing is sealed for it any more' using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger register_fields_guarded before insert or update or delete on register_fields
  for each row execute function refuse_changed_register_field();
--> statement-breakpoint
create trigger register_fields_not_emptied before truncate on register_fields
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger register_accesses_append_only before update or delete on register_accesses
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger register_accesses_not_emptied before truncate on register_accesses
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger register_destroyed_rows_append_only before update or delete on register_destroyed_rows
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger register_destroyed_rows_not_emptied before truncate on register_destroyed_rows
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger register_keys_not_deleted before delete on register_keys
  for each row execute function refuse_deletion();
--> statement-breakpoint
-- A generation is retired, and destroyed when nothing is sealed with it any more. Neither is taken back.
create function refuse_revived_register_key() returns trigger
language plpgsql as $$
begin
  if (old.kid, old.generation, old.created_at) is distinct from (new.kid, new.generation, new.created_at)
     or (old.retired_at is not null and old.retired_at is distinct from new.retired_at)
     or old.destroyed_at is not null
     or (new.destroyed_at is null
         and (old.sealed_data_key, old.sealed_lookup_key) is distinct from (new.sealed_data_key, new.sealed_lookup_key)) then
    raise exception 'a key of registers is retired and destroyed, never changed' using errcode = 'restrict_violation';
  end if;
  if new.destroyed_at is not null and exists (select from register_fields f where f.key_id = new.kid) then
    raise exception 'fields are still sealed with this key' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger register_keys_not_revived before update on register_keys
  for each row execute function refuse_revived_register_key();
--> statement-breakpoint
create trigger register_destructions_not_deleted before delete on register_destructions
  for each row execute function refuse_deletion();
--> statement-breakpoint
-- What was ordered, approved, withdrawn or done stays so.
create function refuse_changed_register_destruction() returns trigger
language plpgsql as $$
begin
  if (old.id, old.event_id, old.reason, old.ordered_at, old.ordered_by)
     is distinct from (new.id, new.event_id, new.reason, new.ordered_at, new.ordered_by)
     or (old.approved_at is not null and old.approved_at is distinct from new.approved_at)
     or (old.approved_by is not null and old.approved_by is distinct from new.approved_by)
     or old.withdrawn_at is not null
     or old.executed_at is not null then
    raise exception 'an act of a destruction is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger register_destructions_not_changed before update on register_destructions
  for each row execute function refuse_changed_register_destruction();
--> statement-breakpoint
create trigger register_holds_not_deleted before delete on register_holds
  for each row execute function refuse_deletion();
--> statement-breakpoint
create function refuse_changed_register_hold() returns trigger
language plpgsql as $$
begin
  if (old.id, old.event_id, old.reason, old.placed_at, old.placed_by)
     is distinct from (new.id, new.event_id, new.reason, new.placed_at, new.placed_by)
     or old.released_at is not null then
    raise exception 'a legal hold is released once, never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger register_holds_not_changed before update on register_holds
  for each row execute function refuse_changed_register_hold();
--> statement-breakpoint
-- Whoever closes an event, the time for which its registers are kept begins then; and anew when it is closed again.
create function note_event_closing() returns trigger
language plpgsql as $$
begin
  if new.state = 'closed' then
    insert into register_retentions (event_id, closed_at) values (new.id, judged_now())
    on conflict (event_id) do update set closed_at = excluded.closed_at;
  else
    delete from register_retentions where event_id = new.id;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger events_note_closing after update of state on events
  for each row when (old.state is distinct from new.state) execute function note_event_closing();
--> statement-breakpoint
comment on table register_rows is '因灾死亡失踪人口一览表、因灾倒塌损坏住房户一览表: 不含身份信息的部分';
--> statement-breakpoint
comment on table register_fields is '一览表中的身份信息, 逐字段加密';
--> statement-breakpoint
comment on table register_accesses is '身份信息查阅日志';
