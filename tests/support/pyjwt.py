"""Encodes or decodes a JSON Web Token with PyJWT, as JSON on standard input says; prints the result as JSON."""

import json
import sys

import jwt

request = json.load(sys.stdin)
if "claims" in request:
    token = jwt.encode(request["claims"], request["secret"], algorithm="HS256", headers=request.get("headers"))
    result = {"token": token}
else:
    try:
        claims = jwt.decode(request["token"], request["secret"], algorithms=["HS256"])
        result = {"claims": claims, "header": jwt.get_unverified_header(request["token"])}
    except jwt.InvalidTokenError as error:
        result = {"refused": type(error).__name__}
json.dump(result, sys.stdout)
