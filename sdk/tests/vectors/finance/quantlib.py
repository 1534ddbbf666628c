"""Day counts, schedules, bonds and curves by QuantLib, as JSON on standard output.

    pip install QuantLib==1.44 && python quantlib.py > quantlib.json

Its floating-point numbers are written out to eighteen decimals.
"""

import json
import random
import sys

import QuantLib as ql

random.seed(7092)


def plain(number):
    """Without an exponent."""
    return f"{number:.18f}"


def iso(date):
    return f"{date.year():04}-{date.month():02}-{date.dayOfMonth():02}"


def some_day(first=1960, last=2060):
    return ql.Date(1, 1, first) + random.randrange((last - first) * 365)


def edge_day():
    """Ends of months, of February above all, and the days around them."""
    year = random.choice([1999, 2000, 2003, 2004, 2023, 2024, 2025, 2100])
    month = random.choice([1, 2, 2, 2, 3, 8, 12])
    return ql.Date.endOfMonth(ql.Date(1, month, year)) + random.choice([-2, -1, 0, 0, 1])


SIMPLE = {
    "act360": ql.Actual360(),
    "act365-fixed": ql.Actual365Fixed(),
    "thirty360": ql.Thirty360(ql.Thirty360.BondBasis),
    "thirty-360-us": ql.Thirty360(ql.Thirty360.USA),
    "thirty-e-360": ql.Thirty360(ql.Thirty360.EurobondBasis),
    "act-act-isda": ql.ActualActual(ql.ActualActual.ISDA),
}


def day_counts():
    cases = []
    for name, counter in SIMPLE.items():
        for index in range(120):
            days = [edge_day(), edge_day()] if index % 2 else [some_day(), some_day()]
            start, end = sorted(days)
            cases.append({
                "dayCount": name, "from": iso(start), "to": iso(end),
                "days": counter.dayCount(start, end), "fraction": plain(counter.yearFraction(start, end)),
            })
    return cases


FREQUENCIES = {"annual": ql.Annual, "semiannual": ql.Semiannual, "every-fourth-month": ql.EveryFourthMonth,
               "quarterly": ql.Quarterly, "bimonthly": ql.Bimonthly, "monthly": ql.Monthly}


def holidays():
    found = set()
    while len(found) < 300:
        day = some_day(2020, 2035)
        found.add(day)
    return sorted(found)


HOLIDAYS = holidays()
CALENDAR = ql.BespokeCalendar("weekends and these")
CALENDAR.addWeekend(ql.Saturday)
CALENDAR.addWeekend(ql.Sunday)
for day in HOLIDAYS:
    CALENDAR.addHoliday(day)

CONVENTIONS = {"none": ql.Unadjusted, "following": ql.Following, "modified-following": ql.ModifiedFollowing}


def some_schedule(years=(1, 30), edges=True):
    issue = some_day(2005, 2030)
    maturity = issue + random.randrange(365 * years[0], 365 * years[1])
    to_the_end = edges and random.random() < 0.4
    if to_the_end:
        maturity = ql.Date.endOfMonth(maturity)
    if not edges:
        maturity = ql.Date(min(maturity.dayOfMonth(), 27), maturity.month(), maturity.year())
    name, frequency = random.choice(list(FREQUENCIES.items()))
    schedule = ql.Schedule(issue, maturity, ql.Period(frequency), ql.NullCalendar(), ql.Unadjusted, ql.Unadjusted,
                           ql.DateGeneration.Backward, to_the_end)
    terms = {"issue": iso(issue), "maturity": iso(maturity), "frequency": name, "endOfMonth": to_the_end}
    return terms, schedule, frequency


def schedules():
    cases = []
    for _ in range(150):
        terms, schedule, _ = some_schedule(years=(1, 8))
        convention = random.choice(list(CONVENTIONS))
        dates = list(schedule)
        terms["convention"] = convention
        cases.append({
            "terms": terms, "dates": [iso(day) for day in dates],
            "payments": [iso(CALENDAR.adjust(day, CONVENTIONS[convention])) for day in dates[1:]],
        })
    return cases


def counter_of(name, schedule):
    return ql.ActualActual(ql.ActualActual.ISMA, schedule) if name == "act-act-icma" else SIMPLE[name]


def bonds():
    """Yields are discounted over ACT/ACT ICMA periods of the schedule, or 30/360 ones: the street convention for each."""
    cases = []
    while len(cases) < 400:
        name = random.choice([*SIMPLE, "act-act-icma", "act-act-icma"])
        thirty = "thirty" in name
        terms, schedule, frequency = some_schedule(edges=not thirty)
        issue, maturity = schedule[0], schedule[len(schedule) - 1]
        points = random.randrange(0, 1500)
        counter = counter_of(name, schedule)
        bond = ql.FixedRateBond(0, 100.0, schedule, [points / 10000], counter, ql.Unadjusted, 100.0, issue)
        settlement = issue + random.randrange(maturity - issue)
        if random.random() < 0.1:
            settlement = random.choice(list(schedule)[:-1])
        if not thirty and random.random() < 0.15:
            before = schedule[len(schedule) - 2]
            settlement = before + random.randrange(maturity - before)
        # Ends of months are where days gone and days left do not make a period in 30/360.
        if thirty and settlement.dayOfMonth() > 27:
            settlement -= 4
        if settlement < issue:
            continue
        rate = round(random.uniform(-0.02, 0.25), 6)
        discounting = counter if thirty else ql.ActualActual(ql.ActualActual.ISMA, schedule)
        compounding = random.choice(["icma", "icma", "us-street"])
        kind = ql.Compounded if compounding == "icma" else ql.SimpleThenCompounded
        if compounding == "us-street" and (thirty or len([d for d in schedule if d > settlement]) > 1):
            compounding, kind = "icma", ql.Compounded
        interest = ql.InterestRate(rate, discounting, kind, frequency)
        ql.Settings.instance().evaluationDate = settlement
        clean = ql.BondFunctions.cleanPrice(bond, interest, settlement)
        accrued = bond.accruedAmount(settlement)
        solved = ql.BondFunctions.bondYield(bond, ql.BondPrice(round(clean, 6), ql.BondPrice.Clean), discounting, kind,
                                            frequency, settlement, 1e-15, 1000, rate)
        duration = lambda which: ql.BondFunctions.duration(bond, interest, which, settlement)
        # QuantLib has Macaulay durations for compounded rates alone.
        macaulay = duration(ql.Duration.Macaulay) if kind == ql.Compounded else None
        cases.append({
            "terms": terms, "dayCount": name, "basisPoints": points, "settlement": iso(settlement),
            "convention": compounding, "yield": f"{rate:.6f}", "clean": plain(clean), "accrued": plain(accrued),
            "quoted": f"{clean:.6f}", "solved": plain(solved),
            "macaulay": macaulay and plain(macaulay), "modified": plain(duration(ql.Duration.Modified)),
        })
    return cases


def curves():
    cases = []
    continuous = ql.Actual365Fixed()
    for _ in range(200):
        terms, schedule, _ = some_schedule()
        issue, maturity = schedule[0], schedule[len(schedule) - 1]
        name = random.choice(list(SIMPLE))
        points = random.randrange(0, 1200)
        convention = random.choice(list(CONVENTIONS))
        delay = random.choice([0, 0, 1, 7, 30, 180])
        valuation = issue + random.randrange(maturity - issue)
        ql.Settings.instance().evaluationDate = valuation
        # QuantLib's lag is in days of its payment calendar: dates are moved first, and every day counts as one after that.
        leg = ql.FixedRateLeg(schedule, SIMPLE[name], [100.0], [points / 10000])
        moved = lambda day: CALENDAR.adjust(day, CONVENTIONS[convention])
        flows = [ql.SimpleCashFlow(flow.amount(), moved(flow.date()) + delay) for flow in leg if moved(flow.date()) > valuation]
        flows.append(ql.Redemption(100.0, moved(maturity) + delay))
        last = max(flow.date() for flow in flows) - valuation
        days = sorted({0, last + 1, *(random.randrange(1, last + 1) for _ in range(random.randrange(0, 8)))})
        rates = [round(random.uniform(-0.01, 0.08), 6) for _ in days]
        shift, spread = round(random.uniform(-0.02, 0.05), 6), round(random.uniform(0, 0.1), 6)
        curve = ql.ZeroCurve([valuation + day for day in days], rates, continuous)
        bent = ql.ZeroSpreadedTermStructure(
            ql.YieldTermStructureHandle(curve), ql.QuoteHandle(ql.SimpleQuote(shift + spread)))
        value = ql.CashFlows.npv(flows, ql.YieldTermStructureHandle(bent), False, valuation, valuation)
        cases.append({
            "terms": {**terms, "convention": convention}, "dayCount": name, "basisPoints": points,
            "valuation": iso(valuation), "days": days, "rates": [f"{rate:.6f}" for rate in rates],
            "shift": f"{shift:.6f}", "spread": f"{spread:.6f}", "delay": delay, "value": plain(value),
        })
    return cases


def lines(cases):
    return "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]"


parts = {"dayCounts": day_counts(), "schedules": schedules(), "bonds": bonds(), "curves": curves()}
head = {"by": f"QuantLib {ql.__version__}", "holidays": [iso(day) for day in HOLIDAYS]}
body = ",\n".join(f"{json.dumps(name)}:{lines(cases)}" for name, cases in parts.items())
sys.stdout.write(json.dumps(head)[:-1] + ",\n" + body + "}\n")
