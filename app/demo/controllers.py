"""Routes of the demo; they do not exist in production."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from app.auth.demo import DemoSigner
from app.auth.guard import SignedIn
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
async def list_notices(request: SignedIn, db: NamedDependency[Database]) -> Page[ShownNotice]:
    """The pushes that the caller's phones received, or would have."""
    return Page(await service.list_notices(db, request.user.uid, language_of(request)))
