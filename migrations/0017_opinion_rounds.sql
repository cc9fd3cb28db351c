-- A draft is asked about again after it was changed: its new clauses stand beside the old ones, and what was said stays with the
-- words it was said of. Positions go on counting from round to round.
alter table opinion_clause add column round bigint not null default 1;
