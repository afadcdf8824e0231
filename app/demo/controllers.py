"""Routes of the demo; they do not exist in production."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from app.auth import Claims
from app.auth.demo import DemoSigner
from app.db import Database
from app.demo import service
from app.demo.wire import NewSignIn, ShownNotice, SignIn
from app.errors import language_of
from app.wire import Page


@post("/demo/sign-ins", operation_id="demoSignIn", status_code=201)
async def sign_in(
    db: NamedDependency[Database], signer: NamedDependency[DemoSigner], data: JSONBody[NewSignIn]
) -> SignIn:
    """A token for the owner of any French mobile number, without an SMS."""
    return await service.sign_in(db, signer, data.phone)


@get("/demo/notices", operation_id="demoNotices")
async def list_notices(
    request: Request[Any, Any, Any], db: NamedDependency[Database], caller: NamedDependency[Claims]
) -> Page[ShownNotice]:
    """The pushes that the caller's phones received, or would have."""
    return Page(await service.list_notices(db, caller.uid, language_of(request)))
