-- Guards: what no statement may do, whoever sends it.

create function refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
--> statement-breakpoint
create trigger audit_entries_append_only before update or delete on audit_entries
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger audit_entries_not_emptied before truncate on audit_entries
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger report_versions_append_only before update or delete on report_versions
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger report_versions_not_emptied before truncate on report_versions
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger receipts_append_only before update or delete on receipts
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger submissions_append_only before update or delete on submissions
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger severity_answers_append_only before update or delete on severity_answers
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger database_purpose_fixed before update or delete on database_purpose
  for each row execute function refuse_change();
--> statement-breakpoint
create function refuse_deletion() returns trigger
language plpgsql as $$
begin
  raise exception '% are closed, never deleted', tg_table_name using errcode = 'restrict_violation';
end $$;
--> statement-breakpoint
create trigger nodes_not_deleted before delete on nodes
  for each row execute function refuse_deletion();
--> statement-breakpoint
create trigger deadlines_not_deleted before delete on deadlines
  for each row execute function refuse_deletion();
--> statement-breakpoint
create trigger escalations_not_deleted before delete on escalations
  for each row execute function refuse_deletion();
--> statement-breakpoint
create trigger forwardings_not_deleted before delete on forwardings
  for each row execute function refuse_deletion();
--> statement-breakpoint
-- The frozen part of a deadline: what was owed, by whom, when, by which limit.
create function refuse_moved_deadline() returns trigger
language plpgsql as $$
begin
  if (old.event_id, old.region_code, old.duty, old.subject_id, old.set_at, old.due_at, old."limit", old.because)
     is distinct from
     (new.event_id, new.region_code, new.duty, new.subject_id, new.set_at, new.due_at, new."limit", new.because)
     or (old.met_at is not null and old.met_at is distinct from new.met_at)
     or (old.missed_at is not null and old.missed_at is distinct from new.missed_at)
     or (old.replaced_at is not null and old.replaced_at is distinct from new.replaced_at) then
    raise exception 'a deadline is replaced, never moved' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger deadlines_not_moved before update on deadlines
  for each row execute function refuse_moved_deadline();
--> statement-breakpoint
-- Simulated time exists only in a database made for simulation.
create function refuse_simulated_time() returns trigger
language plpgsql as $$
begin
  if not exists (select from database_purpose where purpose = 'simulation') then
    raise exception 'this database was not made for simulation: its time is real' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger simulated_clock_only_in_simulation before insert or update on simulated_clock
  for each row execute function refuse_simulated_time();
--> statement-breakpoint
-- The instant by which everything is judged. In production the simulated clock is empty and cannot be filled.
create function judged_now() returns timestamptz
language sql volatile
return coalesce((select now from simulated_clock), clock_timestamp());
--> statement-breakpoint
-- Wakes the engine and the pollers when the transaction commits; one notification however many rows.
create function tell_outbox() returns trigger
language plpgsql as $$
begin
  perform pg_notify('fengsui_outbox', '');
  return null;
end $$;
--> statement-breakpoint
create trigger outbox_tells after insert on outbox
  for each statement execute function tell_outbox();
