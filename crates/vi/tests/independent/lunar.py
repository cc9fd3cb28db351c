"""Writes tests/independent/lunar.csv: the Vietnamese lunisolar calendar from an independent ephemeris.

Uses the PyEphem package (libastro: VSOP87 and the lunar theory of Moshier) and shares nothing with the
Rust sources, neither formulas nor month rules. Run it with: python lunar.py > lunar.csv

Columns: lunar year; Tet (first day, ISO); leap month or 0; month lengths, 1 for 30 days and 0 for 29;
the least distance in seconds of any deciding instant from local midnight, and what it was.
"""

import sys
from datetime import date, timedelta
from math import pi

import ephem

ZONE = int(sys.argv[1]) if len(sys.argv) > 1 else 7
FIRST, LAST = 1899, 2199


def local(moment):
    """(civil date, seconds to the nearest midnight) at the zone."""
    days = float(moment) + ZONE / 24 + 0.5  # ephem counts from 1899-12-31 12:00
    whole = int(days // 1)
    part = days - whole
    return date(1899, 12, 31) + timedelta(whole), round(min(part, 1 - part) * 86400)


def sun_longitude(moment):
    sun = ephem.Sun(moment)
    return float(ephem.Ecliptic(ephem.Equatorial(sun.g_ra, sun.g_dec, epoch=moment), epoch=moment).lon)


def major_terms(first, last):
    """All instants at which the Sun's longitude is a multiple of 30 degrees, by bisection."""
    found = []
    step = 5.0
    t = float(ephem.Date((first, 1, 1)))
    end = float(ephem.Date((last, 12, 31)))
    sector = int(sun_longitude(t) // (pi / 6))
    while t < end:
        nxt = t + step
        after = int(sun_longitude(nxt) // (pi / 6))
        if after != sector:
            low, high = t, nxt
            while high - low > 0.2 / 86400:
                mid = (low + high) / 2
                if int(sun_longitude(mid) // (pi / 6)) == sector:
                    low = mid
                else:
                    high = mid
            found.append((after, high))
            sector = after
        t = nxt
    return found


def new_moons(first, last):
    found = []
    t = ephem.Date((first, 1, 1))
    while True:
        t = ephem.next_new_moon(t)
        if t > ephem.Date((last, 12, 31)):
            return found
        found.append(float(t))
        t = ephem.Date(t + 1)


def main():
    moons = [local(t) for t in new_moons(FIRST - 2, LAST + 2)]
    terms = [(sector, *local(t)) for sector, t in major_terms(FIRST - 2, LAST + 2)]
    starts = [day for day, _ in moons]
    near = {day: seconds for day, seconds in moons}

    def month_of(day):
        low, high = 0, len(starts)
        while high - low > 1:
            mid = (low + high) // 2
            if starts[mid] <= day:
                low = mid
            else:
                high = mid
        return low

    term_in = {}
    margin = {}
    for sector, day, seconds in terms:
        if starts[0] <= day < starts[-1]:
            index = month_of(day)
            term_in.setdefault(index, []).append(sector)
            if day == starts[index] or day + timedelta(1) == starts[index + 1]:
                margin[index] = min(margin.get(index, 99999), seconds)

    # Month 11 holds the winter solstice (270 degrees, sector 9).
    elevens = [index for index in sorted(term_in) if 9 in term_in[index]]
    names = {}
    for begin, finish in zip(elevens, elevens[1:]):
        count = finish - begin
        leap = None
        if count == 13:
            leap = next(i for i in range(begin + 1, finish + 1) if i not in term_in)
        number = 11
        for index in range(begin, finish):
            if index == leap:
                names[index] = (number, True)
            else:
                if index != begin:
                    number = number % 12 + 1
                names[index] = (number, False)
    print("year,tet,leap,lengths,margin_seconds,margin_of")
    firsts = [i for i in sorted(names) if names[i] == (1, False)]
    for begin, finish in zip(firsts, firsts[1:]):
        tet = starts[begin]
        if not FIRST <= tet.year <= LAST:
            continue
        leap, lengths = 0, ""
        best = (99999, "")
        for index in range(begin, finish):
            if names[index][1]:
                leap = names[index][0]
            lengths += "1" if (starts[index + 1] - starts[index]).days == 30 else "0"
            best = min(best, (near[starts[index]], "new moon %s" % starts[index]))
            if index in margin:
                best = min(best, (margin[index], "solar term in month of %s" % starts[index]))
        print(f"{tet.year},{tet},{leap},{lengths},{best[0]},{best[1]}")


main()
