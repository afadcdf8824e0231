"""The API's document at /schema/openapi.json and, at /schema, a page to try it that needs no network."""

import gzip
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from litestar import Request, Response, Router, get
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.params import FromPath

VERSION = "5.35.0"  # in the path of the files, so that browsers may keep them for ever
FOLDER = Path(__file__).parent / "swagger_ui"
PATH = "/schema"
FILES_PATH = f"/swagger-ui-{VERSION}"
MEDIA_TYPES = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}

START = f"""
SwaggerUIBundle({{
  url: "{PATH}/openapi.json",
  dom_id: "#page",
  deepLinking: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  validatorUrl: null,
}});
"""
PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{PATH}{FILES_PATH}/swagger-ui.css">
</head>
<body style="margin: 0">
<div id="page"></div>
<script src="{PATH}{FILES_PATH}/swagger-ui-bundle.js"></script>
<script>{{start}}</script>
</body>
</html>
"""
# Styles in attributes cannot be hashed, and Swagger UI writes some.
POLICY = "; ".join(
    [
        "default-src 'none'",
        f"script-src 'self' 'sha256-{b64encode(sha256(START.encode()).digest()).decode()}'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}

ABOUT = """Mentees and mentors of a territory: ranked decks, requests, tandems.

Calls carry a Firebase ID token: `Authorization: Bearer …`. Errors are `application/problem+json`,
in French or English as `Accept-Language` prefers."""
ABOUT_DEMO = """

This is the demo: `POST /v1/demo/sign-ins` with a French mobile number gives a token
to paste under *Authorize*."""


def openapi_config(version: str, *, demo: bool) -> OpenAPIConfig:
    """What `Litestar(openapi_config=…)` needs to serve the document and the page."""
    token = SecurityScheme(type="http", scheme="bearer", bearer_format="JWT", description="A Firebase ID token")
    return OpenAPIConfig(
        title="Tandem",
        version=version,
        description=ABOUT + (ABOUT_DEMO if demo else ""),
        components=Components(security_schemes={"token": token}),
        security=[{"token": []}],
        use_handler_docstrings=True,
        render_plugins=[ApiPage(path="/")],
        openapi_router=Router(PATH, route_handlers=[], include_in_schema=False, response_headers=HEADERS),
    )


class ApiPage(OpenAPIRenderPlugin):
    """Swagger UI from our own files: every page that Litestar brings loads its own from elsewhere."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        return PAGE.format(title=escape(openapi_schema["info"]["title"]), start=START).encode()

    def receive_router(self, router: Router) -> None:
        router.register(swagger_ui_file)


@get(f"{FILES_PATH}/{{name:str}}", include_in_schema=False, sync_to_thread=True)
def swagger_ui_file(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    if name not in MEDIA_TYPES:
        raise NotFoundException
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    content = (FOLDER / f"{name}.gz").read_bytes()
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        content = gzip.decompress(content)
    return Response(content, media_type=MEDIA_TYPES[name], headers=headers)
