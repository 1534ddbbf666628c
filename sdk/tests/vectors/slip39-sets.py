# Makes slip39-sets.json beside it. In a fresh environment: pip install shamir-mnemonic==0.3.0 && python slip39-sets.py
# With its random bytes given, the reference implementation gives the very shares that this SDK has to give.
import json
from shamir_mnemonic import shamir

pool = b""


def take(count):
    global pool
    taken, pool = pool[:count], pool[count:]
    return taken


shamir.RANDOM_BYTES = take
sets = []
for length in (16, 20, 24, 28, 32):
    for need, of in ((2, 3), (3, 5), (2, 2), (16, 16), (5, 16)):
        pool = bytes([0x92, length]) + bytes((7 * i + need) % 256 for i in range(512))
        secret = bytes((31 * i + of) % 256 for i in range(length))
        [shares] = shamir.generate_mnemonics(1, [(need, of)], secret, b"", extendable=True, iteration_exponent=0)
        assert shamir.combine_mnemonics(shares[-need:]) == secret
        sets.append({"secret": secret.hex(), "need": need, "of": of, "shares": shares})
# Groups, a passphrase, more iterations, not extendable: read only.
pool = bytes((5 * i + 1) % 256 for i in range(4096))
secret = bytes(range(16))
groups = shamir.generate_mnemonics(2, [(1, 1), (2, 3), (3, 5)], secret, b"TREZOR", extendable=False, iteration_exponent=2)
grouped = {"secret": secret.hex(), "passphrase": "TREZOR", "groups": groups}
with open("slip39-sets.json", "w") as file:
    json.dump({"origin": "made by slip39-sets.py with shamir-mnemonic 0.3.0", "sets": sets, "grouped": grouped}, file, indent=1)
    file.write("\n")
