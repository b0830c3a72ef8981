-- Guards of reviews, corrections of events and tiers' own reports: facts are added and never changed, and nobody judges
-- or signs their own work.

create trigger report_reviews_append_only before update or delete on report_reviews
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger report_reviews_not_emptied before truncate on report_reviews
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger event_corrections_append_only before update or delete on event_corrections
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger event_corrections_not_emptied before truncate on event_corrections
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger version_bases_append_only before update or delete on version_bases
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger version_bases_not_emptied before truncate on version_bases
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger tier_reports_append_only before update or delete on tier_reports
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger tier_reports_not_emptied before truncate on tier_reports
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger tier_report_drafts_append_only before update or delete on tier_report_drafts
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger tier_report_drafts_not_emptied before truncate on tier_report_drafts
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger tier_report_discards_append_only before update or delete on tier_report_discards
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger tier_report_discards_not_emptied before truncate on tier_report_discards
  for each statement execute function refuse_change();
--> statement-breakpoint
-- A review comes from a unit above, and from nobody who sent, entered, drafted or signed the version.
create function refuse_own_review() returns trigger
language plpgsql as $$
begin
  if exists (select from report_versions v
             where v.id = new.version_id
               and (v.account_id = new.reviewed_by or v.withdrawal_reason is not null)) then
    raise exception 'nobody reviews their own report, or a withdrawal' using errcode = 'restrict_violation';
  end if;
  if exists (select from version_bases b
             where b.version_id = new.version_id and new.reviewed_by in (b.drafted_by, b.signed_by)) then
    raise exception 'nobody reviews a report that they drafted' using errcode = 'restrict_violation';
  end if;
  if not exists (with recursive above (code) as (
                   select code_above(v.region_code) from report_versions v where v.id = new.version_id
                   union all
                   select code_above(a.code) from above a where a.code is not null)
                 select from above where code = new.reviewer_code) then
    raise exception 'a review comes from a unit above' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger report_reviews_by_another before insert on report_reviews
  for each row execute function refuse_own_review();
--> statement-breakpoint
-- What is signed off is sent by whoever signs it, and is not given up before or after.
create function refuse_wrong_signature() returns trigger
language plpgsql as $$
begin
  if not exists (select from report_versions v where v.id = new.version_id and v.account_id = new.signed_by) then
    raise exception 'a draft is sent by whoever signs it' using errcode = 'restrict_violation';
  end if;
  if exists (select from tier_report_discards d where d.report_id = new.version_id) then
    raise exception 'a draft that was given up is not signed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger version_bases_signed before insert on version_bases
  for each row execute function refuse_wrong_signature();
--> statement-breakpoint
create function refuse_late_discard() returns trigger
language plpgsql as $$
begin
  if exists (select from version_bases b where b.version_id = new.report_id) then
    raise exception 'what was signed is not given up' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger tier_report_discards_in_time before insert on tier_report_discards
  for each row execute function refuse_late_discard();
