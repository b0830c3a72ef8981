-- Adds up figures. sum(bigint) counts in numeric, which takes twice as long over thousands of villages.
create aggregate sum_of_figures(bigint) (
  sfunc = int8pl, stype = bigint, combinefunc = int8pl, parallel = safe);
--> statement-breakpoint
-- Rows from before learn from their versions when they were received.
update latest_figures f set received_at = v.received_at from report_versions v where v.id = f.version_id;
--> statement-breakpoint
-- What is said of losses outside, claims and joint decisions stays said: corrections are rows of their own.

create trigger outside_losses_append_only before update or delete on outside_losses
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger outside_losses_not_emptied before truncate on outside_losses
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger claims_append_only before update or delete on claims
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger claims_not_emptied before truncate on claims
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger claim_closures_append_only before update or delete on claim_closures
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger claim_closures_not_emptied before truncate on claim_closures
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger joint_decisions_append_only before update or delete on joint_decisions
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger joint_decisions_not_emptied before truncate on joint_decisions
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger decision_claims_append_only before update or delete on decision_claims
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger decision_claims_not_emptied before truncate on decision_claims
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger decision_confirmations_append_only before update or delete on decision_confirmations
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger decision_confirmations_not_emptied before truncate on decision_confirmations
  for each statement execute function refuse_change();
--> statement-breakpoint
comment on table outside_losses is '境外损失: recorded beside the totals of an event, counted in none';
--> statement-breakpoint
comment on table claims is '各方口径: what a department or another source says of one figure; no total counts it';
--> statement-breakpoint
comment on table joint_decisions is '会商核定: the figure that several departments agreed on';
--> statement-breakpoint
comment on column latest_figures.received_at is 'when the version was received';
