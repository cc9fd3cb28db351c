-- What people say about single figures, whether there is a figure yet or not.
create table figure_comment (
    id          {id},
    unit        bigint not null references unit (id),
    period      bigint not null,
    indicator   bigint not null references indicator (slot),
    body        text not null,
    author      bigint not null references account (id),
    at          bigint not null,
    resolved_by bigint references account (id),
    resolved_at bigint
);
create index figure_comment_of on figure_comment (unit, period, id);
