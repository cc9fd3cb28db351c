-- What is reported: the numbers (slots) are places in packed rows and never given to another indicator.
create table indicator (
    slot         bigint primary key,
    code         text not null unique,
    name_vi      text not null,
    name_en      text not null,
    measure_vi   text not null,
    measure_en   text not null,
    decimals     bigint not null default 0,
    over_time    text not null,
    over_units   text not null,
    line_of_work text not null default '',
    source       text not null default '',
    part_of      text,
    -- What one unit can sensibly report, in whole numbers of the last digit.
    least        bigint,
    most         bigint,
    valid_from   date not null,
    valid_to     date,
    version      bigint not null default 1,
    constraint indicator_slot_range check (slot between 0 and 4095),
    constraint indicator_decimals_range check (decimals between 0 and 6),
    constraint indicator_over_time_known check (over_time in ('sum', 'latest', 'max', 'average')),
    constraint indicator_over_units_known check (over_units in ('sum', 'average', 'apart'))
);

-- Changes with every change of the list, so that a program may keep the list it has read.
create table indicator_stamp (
    only_row bigint primary key,
    stamp    text not null
);

-- The figures of one unit and one period, packed. What is accepted is kept beside what is typed, so that a correction
-- changes nothing above before it is accepted in its turn.
create table report_value (
    unit        bigint not null references unit (id),
    period      bigint not null,
    is_accepted bigint not null default 0,
    cells       {bytes} not null,
    version     bigint not null default 1,
    updated_at  bigint not null,
    primary key (unit, period, is_accepted)
);

-- What everything below a unit comes to. `basis` is the length in months of the periods that were reported.
create table report_total (
    unit        bigint not null references unit (id),
    basis       bigint not null,
    period      bigint not null,
    is_accepted bigint not null default 0,
    cells       {bytes} not null,
    primary key (unit, basis, period, is_accepted)
);
