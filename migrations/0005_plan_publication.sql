-- What leaves the installation without a sign-in: plans whose progress an office shows to everybody, and the addresses from which
-- a person's calendar program reads.

create table plan_publication (
    id               {id},
    plan             bigint not null references plan (id),
    published_at     bigint not null,
    account          bigint not null references account (id),
    reason           text not null,
    withdrawn_at     bigint,
    withdrawn_by     bigint references account (id),
    withdrawn_reason text not null default '',
    -- Grows with every change that the public page could show, in the same transaction: a page drawn for a number is right as long
    -- as the number stands.
    changes          bigint not null default 1,
    constraint plan_publication_withdrawn_by_somebody check ((withdrawn_at is null) = (withdrawn_by is null))
);
create unique index plan_publication_open on plan_publication (plan) where withdrawn_at is null;
create index plan_publication_of on plan_publication (plan, id);

-- only sqlite: create trigger published_task_insert after insert on task begin update plan_publication set changes = changes + 1 where plan = new.plan and withdrawn_at is null; end;
-- only sqlite: create trigger published_task_update after update on task begin update plan_publication set changes = changes + 1 where plan in (new.plan, old.plan) and withdrawn_at is null; end;
-- only sqlite: create trigger published_task_delete after delete on task begin update plan_publication set changes = changes + 1 where plan = old.plan and withdrawn_at is null; end;
-- only sqlite: create trigger published_item_update after update on plan_item begin update plan_publication set changes = changes + 1 where plan in (new.plan, old.plan) and withdrawn_at is null; end;
-- only sqlite: create trigger published_plan_update after update on plan begin update plan_publication set changes = changes + 1 where plan = new.id and withdrawn_at is null; end;
-- only sqlite: create trigger published_unit_update after update of name, short_name, folded_name on unit begin update plan_publication set changes = changes + 1 where withdrawn_at is null; end;

-- On PostgreSQL they wait for the end of the transaction, so that its row of plan_publication is locked only for a moment; what
-- this transaction counted already (xmin) is not counted again.
-- only postgres: create function published_plan_changed() returns trigger language plpgsql as $$
-- only postgres: begin
-- only postgres:   if tg_table_name = 'unit' then
-- only postgres:     update plan_publication set changes = changes + 1 where withdrawn_at is null and xmin <> pg_current_xact_id()::xid;
-- only postgres:   elsif tg_table_name = 'plan' then
-- only postgres:     update plan_publication set changes = changes + 1 where plan = new.id and withdrawn_at is null and xmin <> pg_current_xact_id()::xid;
-- only postgres:   else
-- only postgres:     if tg_op <> 'INSERT' then
-- only postgres:       update plan_publication set changes = changes + 1 where plan = old.plan and withdrawn_at is null and xmin <> pg_current_xact_id()::xid;
-- only postgres:     end if;
-- only postgres:     if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.plan <> old.plan) then
-- only postgres:       update plan_publication set changes = changes + 1 where plan = new.plan and withdrawn_at is null and xmin <> pg_current_xact_id()::xid;
-- only postgres:     end if;
-- only postgres:   end if;
-- only postgres:   return null;
-- only postgres: end $$;
-- only postgres: create constraint trigger published_task after insert or update or delete on task deferrable initially deferred for each row execute function published_plan_changed();
-- only postgres: create constraint trigger published_item after update on plan_item deferrable initially deferred for each row execute function published_plan_changed();
-- only postgres: create constraint trigger published_plan after update on plan deferrable initially deferred for each row execute function published_plan_changed();
-- only postgres: create constraint trigger published_unit after update of name, short_name, folded_name on unit deferrable initially deferred for each row execute function published_plan_changed();

-- A secret address under which a calendar program, which cannot sign in, reads what one seat of an account sees.
create table calendar_address (
    id          {id},
    account     bigint not null references account (id),
    post        bigint not null references post (id),
    -- The plan whose tasks are read; without one, the tasks of the account.
    plan        bigint references plan (id),
    secret_hash text not null unique,
    created_at  bigint not null,
    revoked_at  bigint
);
create index calendar_address_account on calendar_address (account, id);
