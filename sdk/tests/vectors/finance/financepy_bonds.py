"""Bonds by FinancePy, as JSON in the file named.

    pip install financepy==1.1.2 && python financepy_bonds.py financepy.json

Regular periods only, of ACT/ACT ICMA and 30E/360: FinancePy pays every coupon as rate over frequency.
"""

import json
import random
import sys

from financepy.products.bonds.bond import Bond, YTMCalcType
from financepy.utils.date import Date
from financepy.utils.day_count import DayCountTypes
from financepy.utils.frequency import FrequencyTypes

random.seed(251)

# FinancePy adds this to every yield, so that none is zero. Taken off beforehand.
OFFSET = 0.000000000012345
FREQUENCIES = {"annual": (FrequencyTypes.ANNUAL, 12), "semiannual": (FrequencyTypes.SEMI_ANNUAL, 6),
               "quarterly": (FrequencyTypes.QUARTERLY, 3), "monthly": (FrequencyTypes.MONTHLY, 1)}
DAY_COUNTS = {"act-act-icma": DayCountTypes.ACT_ACT_ICMA, "thirty-e-360": DayCountTypes.THIRTY_E_360}
CONVENTIONS = {"icma": YTMCalcType.UK_DMO, "us-street": YTMCalcType.US_STREET}


def plain(number):
    """Without an exponent."""
    return f"{number:.18f}"


def iso(date):
    return f"{date.y:04}-{date.m:02}-{date.d:02}"


cases = []
while len(cases) < 250:
    name, (frequency, months) = random.choice(list(FREQUENCIES.items()))
    count = random.randrange(1, 3) if random.random() < 0.3 else random.randrange(1, 360 // months)
    issue = Date(random.randrange(1, 29), random.randrange(1, 13), random.randrange(1995, 2026))
    maturity = issue.add_months(count * months)
    day_count = random.choice(list(DAY_COUNTS))
    points = random.randrange(1, 1500)
    bond = Bond(issue, maturity, points / 10000, frequency, DAY_COUNTS[day_count])
    settlement = issue.add_days(random.randrange(int(maturity - issue)))
    if settlement.d == 31:
        settlement = settlement.add_days(-1)
    convention = random.choice(list(CONVENTIONS))
    rate = round(random.uniform(0.001, 0.2), 6)
    dirty = float(bond.dirty_price_from_ytm(settlement, rate - OFFSET, CONVENTIONS[convention]))
    accrued = float(bond.accrued_interest(settlement, 100.0))
    cases.append({
        "terms": {"issue": iso(issue), "maturity": iso(maturity), "frequency": name, "endOfMonth": False},
        "dayCount": day_count, "basisPoints": points, "settlement": iso(settlement), "convention": convention,
        "yield": f"{rate:.6f}", "dirty": plain(dirty), "accrued": plain(accrued),
    })

body = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write('{"by": "FinancePy 1.1.2",\n"bonds":[\n' + body + "\n]}\n")
