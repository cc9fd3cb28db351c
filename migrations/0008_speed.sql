-- Speed: late work is counted, and searches by those who see a few units are answered, from an index alone.

-- The late tasks of each unit, for the leaders of all of them: as `can be late` is written in plans::follow::store::tally.
create index task_can_be_late on task (unit, sort_on) where state in ('planned', 'assigned', 'accepted', 'in_progress', 'returned');

-- The unit is a word of the index of SQLite, so that a search for the records of one commune passes over everybody else's without
-- reading their rows; u0 stands for what everyone may see. PostgreSQL reads the rows of all hits and is quick enough at it: 5 ms for
-- 8,000 hits.
-- only sqlite: alter table search_doc add column owner text generated always as ('u' || coalesce(unit, 0)) virtual;
-- only sqlite: drop trigger search_doc_insert;
-- only sqlite: drop trigger search_doc_delete;
-- only sqlite: drop trigger search_doc_update;
-- only sqlite: drop table search_fts;
-- only sqlite: create virtual table search_fts using fts5(folded, owner, content='search_doc', content_rowid='id', tokenize='unicode61', detail='full');
-- only sqlite: create trigger search_doc_insert after insert on search_doc begin insert into search_fts(rowid, folded, owner) values (new.id, new.folded, new.owner); end;
-- only sqlite: create trigger search_doc_delete after delete on search_doc begin insert into search_fts(search_fts, rowid, folded, owner) values ('delete', old.id, old.folded, old.owner); end;
-- only sqlite: create trigger search_doc_update after update on search_doc when old.folded <> new.folded or old.owner <> new.owner begin insert into search_fts(search_fts, rowid, folded, owner) values ('delete', old.id, old.folded, old.owner); insert into search_fts(rowid, folded, owner) values (new.id, new.folded, new.owner); end;
-- only sqlite: insert into search_fts(search_fts) values ('rebuild');
