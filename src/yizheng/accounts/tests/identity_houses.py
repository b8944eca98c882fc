"""Small servers that speak as an OpenID provider, a CAS and a short-message provider do: over loopback HTTP."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "yizheng", "a-secret-of-the-test"


class House:
    """What a server answers, and what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.claims: dict[str, Any] = {}
        self.audience = CLIENT
        self.nonce = ""
        self.tickets: dict[str, str] = {}
        self.answer: tuple[int, str] = (200, "{}")

    def get(self, path: str, query: dict[str, str]) -> tuple[int, str, str]:
        """Answer a GET: status, type, body."""
        if path == "/.well-known/openid-configuration":
            return 200, "application/json", json.dumps(self._configuration())
        if path == "/jwks":
            jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return 200, "application/json", json.dumps({"keys": [{**jwk, "kid": "1", "use": "sig"}]})
        if path == "/userinfo":
            return 200, "application/json", json.dumps(self.claims)
        if path == "/cas/p3/serviceValidate":
            return 200, "application/xml", self.tickets.pop(query.get("ticket", ""), INVALID_TICKET)
        return 404, "text/plain", "no"

    def post(self, path: str, body: str) -> tuple[int, str, str]:
        """Answer a POST."""
        if path != "/token":
            return self.answer[0], "application/json", self.answer[1]
        now = int(time.time())
        claims = {"iss": self.url, "aud": self.audience, "iat": now, "exp": now + 60, **self.claims}
        token = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"})
        answer = {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": token}
        return 200, "application/json", json.dumps(answer)

    def _configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }


INVALID_TICKET = """<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
<cas:authenticationFailure code="INVALID_TICKET">Ticket not recognized</cas:authenticationFailure>
</cas:serviceResponse>"""


def cas_success(user: str, **attributes: str) -> str:
    """Return what a CAS of version 3 answers for a ticket that holds."""
    lines = "".join(f"<cas:{name}>{value}</cas:{name}>" for name, value in attributes.items())
    return f"""<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess>
<cas:user>{user}</cas:user><cas:attributes>{lines}</cas:attributes></cas:authenticationSuccess></cas:serviceResponse>"""


@contextmanager
def house() -> Iterator[House]:
    """Run a server for one test."""
    made = House()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            made.asked.append((parts.path, query))
            self._send(*made.get(parts.path, query))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            made.asked.append((self.path, {"body": body, "auth": self.headers.get("Authorization", "")}))
            self._send(*made.post(self.path, body))

        def _send(self, status: int, kind: str, body: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
