# Makes keystores-py.json beside it. In a fresh environment: pip install eth-keyfile==0.10.0 && python keystores.py
import json
from eth_keyfile import create_keyfile_json

key = bytes.fromhex("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318")
made = []
for kdf, work in (("scrypt", 1024), ("pbkdf2", 1000)):
    text = json.dumps(create_keyfile_json(key, b"correct horse", kdf=kdf, iterations=work))
    made.append({"origin": f"eth-keyfile 0.10.0, {kdf}", "password": "correct horse", "priv": "0x" + key.hex(), "text": text})
with open("keystores-py.json", "w") as file:
    json.dump({"origin": "made by keystores.py", "made": made}, file, indent=1)
    file.write("\n")
