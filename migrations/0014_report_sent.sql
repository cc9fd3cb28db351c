-- What a report told when it was sent: the whole with what was accepted below, and what the modules counted. Later changes elsewhere
-- do not change it (NEV-3.2).
create table report_sent (
    report    bigint not null references report (id),
    edition   bigint not null,
    whole     {bytes} not null,
    below     {bytes} not null,
    -- JSON: indicator → figure.
    published text not null,
    -- JSON: figures of other units and periods that the words name, by the token as written.
    named     text not null,
    sent_at   bigint not null,
    primary key (report, edition)
);
