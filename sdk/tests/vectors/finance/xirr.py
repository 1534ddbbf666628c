"""Money-weighted rates of return by pyxirr, as JSON on standard output.

    pip install pyxirr==0.10.8 && python xirr.py > pyxirr.json

Only flows with one change of sign: they have exactly one rate.
"""

import datetime
import json
import random
import sys

import pyxirr

random.seed(365)


def plain(number):
    """Without an exponent."""
    return f"{number:.18f}"


def flows():
    start = datetime.date(2000, 1, 1) + datetime.timedelta(days=random.randrange(9000))
    count = random.randrange(2, 14)
    days = sorted({0, *(random.randrange(1, random.choice([90, 400, 4000])) for _ in range(count - 1))})
    if len(days) < 2:
        days = [0, 30]
    turn = random.randrange(1, len(days))
    sizes = [-random.randrange(1, 10**9) if at < turn else random.randrange(1, 10**9) for at in range(len(days))]
    paid, received = -sum(sizes[:turn]), sum(sizes[turn:])
    # Near a whole: rates that people see, gains and losses.
    wanted = paid * random.uniform(0.5, 1.8)
    sizes = [size if size < 0 else max(1, round(size * wanted / received)) for size in sizes]
    return [(start + datetime.timedelta(days=day), size) for day, size in zip(days, sizes)]


cases = []
while len(cases) < 300:
    dated = flows()
    rate = pyxirr.xirr([day for day, _ in dated], [size / 100 for _, size in dated])
    if rate is None or not -0.99 < rate < 9000:
        continue
    cases.append({"flows": [[day.isoformat(), str(size)] for day, size in dated], "rate": plain(rate)})

body = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
sys.stdout.write(json.dumps({"by": f"pyxirr {pyxirr.__version__}"})[:-1] + ',\n"irr":[\n' + body + "\n]}\n")
