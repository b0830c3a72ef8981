-- What was decided about the identity of events is never changed: it is taken back by another decision.
create trigger identity_acts_append_only before update or delete on identity_acts
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger chain_moves_append_only before update or delete on chain_moves
  for each row execute function refuse_change();
