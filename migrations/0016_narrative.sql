-- The words of a section as passages, and where their sentences come from.

-- One line of a section's words, in order. What stands in report_text counts; a passage only tells where its line comes from.
create table narrative_passage (
    report  bigint not null references report (id),
    section text not null,
    place   bigint not null,
    body    text not null,
    primary key (report, section, place)
);

create table narrative_source (
    report         bigint not null references report (id),
    section        text not null,
    place          bigint not null,
    number         bigint not null,
    source_report  bigint not null references report (id),
    source_section text not null,
    source_edition bigint not null,
    -- In characters of the words of that section and edition.
    span_start     bigint not null,
    span_end       bigint not null,
    -- As it was when it was taken.
    wording        text not null,
    constraint narrative_source_span check (span_start >= 0 and span_end >= span_start),
    primary key (report, section, place, number)
);
create index narrative_source_of on narrative_source (source_report, report);
