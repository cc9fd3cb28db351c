-- Organisation: names are looked up as they are typed, without accents, past names included; member organisations stand in a
-- relation to the Front that changes with the law (law 97/2025/QH15), so it has dates.

alter table unit_version add column folded_name text not null default '';
create index unit_version_folded on unit_version (folded_name, unit);
create index unit_folded on unit (folded_name, id);

-- Set-up data that an officer of the Front has not confirmed yet is marked, not hidden.
alter table unit add column is_confirmed boolean not null default true;

create table member_relation (
    unit       bigint not null references unit (id),
    relation   text not null,
    valid_from date not null,
    valid_to   date,
    basis      text not null default '',
    primary key (unit, valid_from),
    constraint member_relation_known check (relation in ('member', 'affiliated_under')),
    constraint member_relation_range check (valid_to is null or valid_to > valid_from)
);
