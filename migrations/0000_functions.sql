-- Functions that constraints and statements rely on, so they come before every table.

-- The tier of a twelve-digit region code, told by its trailing zeros (GB/T 2260 and the statistics bureau's codes).
create function tier_of_region_code(code text) returns text
language sql immutable strict parallel safe
return case
  when right(code, 3) <> '000' then 'village'
  when right(code, 6) <> '000000' then 'township'
  when right(code, 8) <> '00000000' then 'county'
  when right(code, 10) <> '0000000000' then 'city'
  else 'province'
end;
--> statement-breakpoint
-- The code of the division above, or null for a province.
create function code_above(code text) returns text
language sql immutable strict parallel safe
return case tier_of_region_code(code)
  when 'village' then left(code, 9) || '000'
  when 'township' then left(code, 6) || '000000'
  when 'county' then left(code, 4) || '00000000'
  when 'city' then left(code, 2) || '0000000000'
end;
