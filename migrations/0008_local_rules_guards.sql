-- A local rule is proposed, decided once, and from then on as it is: it ends by a row of its own.

create function refuse_changed_local_rule() returns trigger
language plpgsql as $$
begin
  if old.state <> 'proposed' then
    raise exception 'a local rule that was decided is not changed: propose another, or its end' using errcode = 'restrict_violation';
  end if;
  if (to_jsonb(old) - '{state,decided_by,decided_at,decision_reason,preview}'::text[])
     is distinct from (to_jsonb(new) - '{state,decided_by,decided_at,decision_reason,preview}'::text[]) then
    raise exception 'a proposal is decided as it was made: withdraw it and propose another' using errcode = 'restrict_violation';
  end if;
  if new.state = 'approved' and new.in_force_from <= (judged_now() at time zone 'Asia/Shanghai')::date then
    raise exception 'a local rule begins on a later day than that of its approval' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger local_rules_decided_once before update on local_rules
  for each row execute function refuse_changed_local_rule();
--> statement-breakpoint
create trigger local_rules_not_deleted before delete on local_rules
  for each row execute function refuse_deletion();
--> statement-breakpoint
create trigger local_rules_not_emptied before truncate on local_rules
  for each statement execute function refuse_change();
