#!/usr/bin/env python3
"""The peer: a year of monthly figures in DuckDB's own table, rolled up to every unit of every level.

duckdb_rollup.py DIR    DIR as gen_reports.py makes it; prints CPU seconds of loading and of the roll-up, and the root's total of i1
"""
import csv, resource, sys, time
import duckdb

d = sys.argv[1]


def cpu():
    r = resource.getrusage(resource.RUSAGE_SELF)
    return r.ru_utime + r.ru_stime


kinds = [row["kind"] for row in csv.DictReader(open(f"{d}/indicators.csv", encoding="utf-8"))]
con = duckdb.connect()
begun = cpu()
con.execute(f"create table org as select * from read_csv('{d}/org.csv')")
con.execute(f"create table v as select * from read_csv('{d}/values.csv', header=true, types={{'unit': 'BIGINT', 'month': 'INTEGER', "
            + ", ".join(f"'i{i}': 'BIGINT'" for i in range(1, len(kinds) + 1)) + "})")
con.execute("create table path as with recursive p as (select id as d, id as a from org union all "
            "select p.d, o.parent from p join org o on o.id = p.a where o.parent is not null) select * from p")
loaded = cpu()
rule = {"sum": "sum({0})", "last": "arg_max({0}, month) filter (where {0} is not null)", "max": "max({0})"}
year = ", ".join(f"{rule[k].format(f'i{i}')} as i{i}" for i, k in enumerate(kinds, 1))
both = ", ".join(f"sum(i{i}) as s{i}, count(i{i}) as n{i}" for i in range(1, len(kinds) + 1))
rows = con.execute(f"create table t as with y as (select unit, {year} from v group by unit) "
                   f"select a, {both} from y join path on path.d = y.unit group by a").fetchall()
done = cpu()
print(f"{loaded - begun:.3f} {done - loaded:.3f} {con.execute('select s1 from t where a = 1').fetchone()[0]}")
