"""Bodies as they come in: JSON, and of exactly the type that the handler takes."""

from functools import cache
from typing import Any

import msgspec
from litestar import Request
from litestar.exceptions import InternalServerException

from app.complaints import field_errors
from app.errors import Invalid, Malformed, UnsupportedMedia, language_of


class JsonRequest(Request[Any, Any, Any]):
    """A request whose body is read strictly: by itself Litestar takes "3" for 3, and -1 for a moment of 1969."""

    async def body(self) -> bytes:
        try:
            return await super().body()
        except InternalServerException as hung_up:
            # The caller went away half-way through. No fault of ours, so nothing to alert anybody about.
            raise Malformed from hung_up

    async def json(self) -> Any:
        """The body as what the handler takes."""
        media_type = self.headers.get("content-type", "")
        if media_type and media_type.partition(";")[0].strip().lower() != "application/json":
            raise UnsupportedMedia
        expected = self.route_handler.parsed_data_field
        try:
            return _decoder(expected.annotation if expected else Any).decode(await self.body())
        except msgspec.ValidationError as error:
            raise Invalid(language_free=field_errors(str(error), language_of(self))) from error
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise Malformed from error


@cache
def _decoder(expected: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(expected)
