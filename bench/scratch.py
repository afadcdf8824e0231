"""Where a bench keeps its database."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# A file system in memory, on Linux. A commit waits for nothing there: on a shared disk a ratio would be one of waits.
MEMORY = Path("/dev/shm")
ROOM = 4 << 30


@contextmanager
def scratch(disk: bool = False) -> Iterator[tuple[Path, str]]:
    """An empty folder, gone afterwards, and whether it is in memory or on a disk."""
    in_memory = not disk and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM
    with tempfile.TemporaryDirectory(prefix="tandem-bench-", dir=MEMORY if in_memory else None) as folder:
        yield Path(folder), "memory" if in_memory else "disk"
