"""Encodes a JSON Web Token or decodes one or several with PyJWT, as JSON on standard input says; prints the result as JSON."""

import json
import sys

import jwt

def decode(token, secret):
    try:
        claims = jwt.decode(token, secret, algorithms=["HS256"])
        return {"claims": claims, "header": jwt.get_unverified_header(token)}
    except jwt.InvalidTokenError as error:
        return {"refused": type(error).__name__}


request = json.load(sys.stdin)
if "claims" in request:
    token = jwt.encode(request["claims"], request["secret"], algorithm="HS256", headers=request.get("headers"))
    result = {"token": token}
elif "tokens" in request:
    result = []
    for token in request["tokens"]:
        try:
            result.append(decode(token, request["secret"]).get("refused", "accepted"))
        except Exception as error:  # What PyJWT itself does not cope with.
            result.append(type(error).__name__)
else:
    result = decode(request["token"], request["secret"])
json.dump(result, sys.stdout)
