-- The course of an event is append-only: what was decided stays, whoever sends the statement.

create trigger event_turns_append_only before update or delete on event_turns
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger event_turns_not_emptied before truncate on event_turns
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger event_responses_append_only before update or delete on event_responses
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger event_responses_not_emptied before truncate on event_responses
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger nil_report_orders_append_only before update or delete on nil_report_orders
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger nil_report_orders_not_emptied before truncate on nil_report_orders
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger severity_reductions_append_only before update or delete on severity_reductions
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger severity_reductions_not_emptied before truncate on severity_reductions
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger severity_reduction_answers_append_only before update or delete on severity_reduction_answers
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger severity_reduction_answers_not_emptied before truncate on severity_reduction_answers
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger verification_overrides_append_only before update or delete on verification_overrides
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger verification_overrides_not_emptied before truncate on verification_overrides
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger correction_requests_append_only before update or delete on correction_requests
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger correction_requests_not_emptied before truncate on correction_requests
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger correction_answers_append_only before update or delete on correction_answers
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger correction_answers_not_emptied before truncate on correction_answers
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger follow_up_grounds_append_only before update or delete on follow_up_grounds
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger follow_up_grounds_not_emptied before truncate on follow_up_grounds
  for each statement execute function refuse_change();
--> statement-breakpoint
comment on table event_turns is '灾害过程状态: declared stable, opened again, closed; who, when, on what basis';
--> statement-breakpoint
comment on table event_responses is '应急响应、救助应急响应: decided by a named body; a change follows the row before it';
--> statement-breakpoint
comment on table nil_report_orders is '零报告要求: daily nil reports ordered for a unit and those below it, and their ends';
--> statement-breakpoint
comment on table severity_reductions is '降级提议: to be answered by another person';
--> statement-breakpoint
comment on table severity_reduction_answers is '降级确认或否决';
--> statement-breakpoint
comment on table verification_overrides is '核报放行: a unit may verify before all below it have';
--> statement-breakpoint
comment on table correction_requests is '核报更正申请: to be answered by the unit above';
--> statement-breakpoint
comment on table correction_answers is '核报更正批准或否决';
--> statement-breakpoint
comment on table follow_up_grounds is '零报告启动与停止: what in the reports asked for daily follow-ups, from when and until when';
--> statement-breakpoint
-- Events that were serious, or droughts, when daily follow-ups came: from now on they are looked after. Nobody owes
-- anything for the days before.
with serious as (
  update events
  set grounds = '["severity"]', follow_ups_look_at = judged_now(), follow_ups_through = judged_now()
  where state = 'open' and severity_rank >= 3 and merged_into_id is null
  returning id
)
insert into follow_up_grounds (id, event_id, ground, is_on, because, at)
select gen_random_uuid(), id, 'severity', true, '[]', judged_now() from serious;
--> statement-breakpoint
update events
set follow_ups_look_at = judged_now(), follow_ups_through = judged_now()
where state = 'open' and hazard = 'drought' and merged_into_id is null and follow_ups_look_at is null;
