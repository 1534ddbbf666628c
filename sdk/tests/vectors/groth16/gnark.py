# Makes gnark.json beside it: a verification key and a proof that gnark made, as they were published, and the same points in gnark's other
# encodings, written by this file's own arithmetic. From the repository succinctlabs/sp1-solana at 4181cae (MIT):
# python gnark.py verifier/vk/v5.0.0/groth16_vk.bin proofs/fibonacci_proof.bin
import json
import re
import sys

P = 21888242871839275222246405745257275088696311157297823662689037894645226208583
B2 = (
    19485874751759354771024239261021720505790618469301721065564631296452457478373,
    266929791119991161246907387137283842545076965332900288569378510910307636690,
)


def mul(a, b):
    return ((a[0] * b[0] - a[1] * b[1]) % P, (a[0] * b[1] + a[1] * b[0]) % P)


def root(n):
    found = pow(n, (P + 1) // 4, P)
    assert found * found % P == n % P
    return found


def root2(a):
    """A square root in Fq2, by the norm."""
    if a[1] == 0:
        return (root(a[0]), 0)
    norm = root(a[0] * a[0] + a[1] * a[1])
    for sign in (norm, -norm):
        half = (a[0] + sign) * pow(2, -1, P) % P
        if pow(half, (P - 1) // 2, P) == 1:
            real = root(half)
            return (real, a[1] * pow(2 * real, -1, P) % P)
    raise AssertionError("no square")


def number(data):
    return int.from_bytes(data, "big")


def large(y):
    return y > P - y


def large2(y):
    return large(y[1]) if y[1] else large(y[0])


def read_g1(data):
    flags, x = data[0] >> 6, number(data) & ((1 << 254) - 1)
    y = root(x**3 + 3)
    return (x, y if large(y) == (flags == 3) else P - y)


def read_g2(data):
    flags, x = data[0] >> 6, (number(data[32:]), number(data[:32]) & ((1 << 254) - 1))
    cubed = mul(mul(x, x), x)
    y = root2(((cubed[0] + B2[0]) % P, (cubed[1] + B2[1]) % P))
    return (x, y if large2(y) == (flags == 3) else ((P - y[0]) % P, (P - y[1]) % P))


def word(n):
    return n.to_bytes(32, "big")


def raw(point):
    if isinstance(point[0], int):
        return word(point[0]) + word(point[1])
    return word(point[0][1]) + word(point[0][0]) + word(point[1][1]) + word(point[1][0])


def compressed(point):
    if isinstance(point[0], int):
        flags, data = 3 if large(point[1]) else 2, word(point[0])
    else:
        flags, data = 3 if large2(point[1]) else 2, word(point[0][1]) + word(point[0][0])
    return bytes([data[0] | flags << 6]) + data[1:]


def go(point):
    if isinstance(point[0], int):
        return {"X": str(point[0]), "Y": str(point[1])}
    x, y = point
    return {"X": {"A0": str(x[0]), "A1": str(x[1])}, "Y": {"A0": str(y[0]), "A1": str(y[1])}}


key = open(sys.argv[1], "rb").read()
alpha, beta1, beta2 = read_g1(key[:32]), read_g1(key[32:64]), read_g2(key[64:128])
gamma, delta1, delta2 = read_g2(key[128:192]), read_g1(key[192:224]), read_g2(key[224:288])
count = number(key[288:292])
inputs = [read_g1(key[292 + 32 * i : 324 + 32 * i]) for i in range(count)]
assert key[292 + 32 * count :] == bytes(8)
order = [alpha, beta1, beta2, gamma, delta1, delta2]
assert b"".join(map(compressed, order)) == key[:288]

published = open(sys.argv[2], "rb").read()
public = [int(n) for n in re.findall(rb"[0-9]{70,}(?=[^0-9a-f])", published)[:2]]
proof = bytes.fromhex(re.search(rb"[0-9a-f]{648}", published[0x2B4:]).group().decode())
a, c = [(number(proof[i : i + 32]), number(proof[i + 32 : i + 64])) for i in (0, 192)]
x1, x0, y1, y0 = [number(proof[i : i + 32]) for i in range(64, 192, 32)]
b = ((x0, x1), (y0, y1))
assert raw(a) + raw(b) + raw(c) + bytes(68) == proof
infinity = bytes([1 << 6]) + bytes(31)

made = {
    "origin": "made by gnark for SP1 5.0.0, published in succinctlabs/sp1-solana at 4181cae; other encodings by gnark.py",
    "public": [str(n) for n in public],
    "witness": (bytes([0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2]) + b"".join(map(word, public))).hex(),
    "key": {
        "published": key.hex(),
        "raw": (b"".join(map(raw, order)) + key[288:292] + b"".join(map(raw, inputs)) + bytes(8)).hex(),
        "json": {
            "G1": {"Alpha": go(alpha), "Beta": go(beta1), "Delta": go(delta1), "K": list(map(go, inputs))},
            "G2": {"Beta": go(beta2), "Delta": go(delta2), "Gamma": go(gamma)},
            "CommitmentKeys": [],
            "PublicAndCommitmentCommitted": [],
        },
    },
    "proof": {
        "published": proof.hex(),
        "solidity": proof[:256].hex(),
        "compressed": (b"".join(map(compressed, (a, b, c))) + bytes(4) + infinity).hex(),
        "json": {"Ar": go(a), "Krs": go(c), "Bs": go(b), "Commitments": [], "CommitmentPok": {"X": 0, "Y": 0}},
    },
}
with open("gnark.json", "w") as file:
    json.dump(made, file, indent=1)
    file.write("\n")
