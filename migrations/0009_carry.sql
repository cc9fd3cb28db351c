-- Open tasks that went along when their item was carried over, so that a past day still finds them where they were; and the end of
-- a standing order by hand.

create table task_carry (
    id         {id},
    task       bigint not null references task (id),
    from_item  bigint not null references plan_item (id),
    to_item    bigint not null references plan_item (id),
    from_plan  bigint not null references plan (id),
    old_due_on date,
    due_on     date,
    account    bigint not null references account (id),
    at         bigint not null
);
create index task_carry_task on task_carry (task, id);
create index task_carry_from on task_carry (from_item, task);
create index task_carry_plan on task_carry (from_plan, task);

create index plan_item_carried on plan_item (carried_from) where carried_from is not null;

-- The last day on which the order stands, and why; units that come later get no task.
alter table fan_out add column ended_on date;
alter table fan_out add column ended_reason text not null default '';
alter table fan_out add column ended_by bigint references account (id);
