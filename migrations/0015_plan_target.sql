-- Which indicator tells how far a plan item's target is reached. Both have the same unit of measure.
create table plan_target (
    plan_item bigint primary key references plan_item (id),
    indicator bigint not null references indicator (slot),
    account   bigint not null references account (id),
    at        bigint not null
);
