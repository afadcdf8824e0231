"""The `tandem` command."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable
from functools import partial

import uvicorn

from app.embedded import EmbeddedError
from app.migrations import MigrationError, migrate
from app.office import Refused, add_commands
from app.services import services
from app.settings import Settings, SettingsError, read_settings
from app.wire import LARGEST_FRAME


def main() -> None:
    """Runs one command; what goes wrong is one clear sentence and an exit code that is not 0."""
    command, run = _parsed()
    try:
        run()
    except (SettingsError, EmbeddedError, MigrationError, Refused) as error:
        sys.exit(f"tandem {command}: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(f"tandem {command}: {error.strerror or error} {error.filename or ''}".rstrip())


def _parsed() -> tuple[str, Callable[[], None]]:
    parser = argparse.ArgumentParser(prog="tandem", description="The backend of the mentor app.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add(commands, "demo", demo, "the API and the worker with invented people; needs nothing else")
    _add(commands, "serve", serve, "the API, configured by the environment")
    _add(commands, "worker", worker, "sends pushes and ends overdue requests, configured by the environment")
    _add(commands, "migrate", migrate_database, "brings the database to this version's schema")
    _add(commands, "census", census, "reads everybody who may be on a card into the file that decks are dealt from")
    _add(commands, "openapi", openapi, "prints the document that clients are generated from")
    add_commands(commands)
    arguments = parser.parse_args()
    if "perform" in arguments:
        return arguments.command, partial(arguments.perform, arguments)
    return arguments.command, arguments.run


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[], None],
    promise: str,
) -> None:
    commands.add_parser(name, help=promise, description=f"tandem {name}: {promise}.").set_defaults(run=run)


def demo() -> None:
    from app.demo.stage import perform  # noqa: PLC0415 (the demo's own imports are slow)

    perform(read_settings())


def serve() -> None:
    with services(_settled()) as settings:
        _export(settings)
        uvicorn.run(
            "app.asgi:app",
            factory=True,
            host="127.0.0.1" if settings.demo else "0.0.0.0",
            port=settings.port,
            workers=settings.processes,
            loop="uvloop",
            http="httptools",
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=20,
            timeout_keep_alive=75,
            # Frames are short, and each compressor would cost every socket more memory than all else.
            ws_max_size=LARGEST_FRAME,
            ws_per_message_deflate=False,
            ws_ping_interval=20,
            ws_ping_timeout=20,
            server_header=False,
        )


def worker() -> None:
    from app.demo.carrier import demo_post  # noqa: PLC0415
    from app.telemetry import set_up_logs  # noqa: PLC0415
    from app.worker import production_post, run_worker  # noqa: PLC0415

    with services(_settled()) as settings:
        set_up_logs(human=settings.demo)
        asyncio.run(run_worker(settings, demo_post if settings.demo else production_post))


def migrate_database() -> None:
    with services(_settled()) as settings:
        applied = asyncio.run(migrate(settings.database_url, lambda name: print(f"applied {name}")))
    print("the schema is up to date" if not applied else f"{applied} migrations applied")


def census() -> None:
    from rich.progress import Progress  # noqa: PLC0415

    from app.decks.census import SNAPSHOT, write_census  # noqa: PLC0415

    with services(_settled()) as settings, Progress() as progress:
        bar = progress.add_task("reading members", total=None)
        took = asyncio.run(write_census(settings, lambda read, of: progress.update(bar, completed=read, total=of)))
    print("another census is being taken" if took is None else f"{took} members in {settings.folder / SNAPSHOT}")


def openapi() -> None:
    from app.asgi import create_app  # noqa: PLC0415

    settings = Settings(env="demo", database_url="postgresql://nowhere", redis_url="redis://nowhere")
    json.dump(create_app(settings).openapi_schema.to_schema(), sys.stdout, ensure_ascii=False, indent=2)
    print()


def _settled() -> Settings:
    settings = read_settings()
    if not settings.demo:
        return settings
    settings.folder.mkdir(parents=True, exist_ok=True)
    return settings


def _export(settings: Settings) -> None:
    # Each process of the server reads its settings from the environment.
    os.environ["DATABASE_URL"] = settings.database_url
    os.environ["REDIS_URL"] = settings.redis_url
