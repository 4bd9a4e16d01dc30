"""Processes that write the pages of articles and the downloads, while their parent writes what is gathered."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from onrecord.errors import OnrecordError, PackageError, of_system
from onrecord.package.package import Package, read_package
from onrecord.package.processes import interpreter, processors
from onrecord.package.records import read_source
from onrecord.package.staging import temporary_folder
from onrecord.site.articles import ArticlePages, Basis, read_basis
from onrecord.site.audit import write_audit
from onrecord.site.downloads import write_exports
from onrecord.site.pages import Pages

_COMMAND = "from onrecord.site.workers import main; sys.exit(main())"
# With fewer articles, a worker takes longer to start than it saves.
_FEWEST = 200
_USUAL = 2


def usual_jobs(articles: int) -> int:
    """How many processes write a site of a number of articles if nobody says.

    The work is in two parts of the same size, so that a third process saves less than half of what the second does.
    """
    return _USUAL if articles >= _FEWEST and processors() >= _USUAL else 1


@contextmanager
def working(
    package: Package, site: Path, number: int, evaluation: Path | None
) -> Iterator[Callable[[], Sequence[str]]]:
    """Starts workers, which end with the block.

    Args:
        package: the package.
        site: the folder of the site.
        number: how many workers; they share the articles, and the first writes what is counted.
        evaluation: see `write_audit`.

    Yields:
        a function that waits for them, and returns the names of the downloads that cannot be made.

    Raises:
        PackageError: in the function, a worker cannot read a table or a text.
        OnrecordError: in the function, a worker was ended by the system.
    """
    task = {"package": str(package.described), "site": str(site), "evaluation": evaluation and str(evaluation)}
    tasks = [json.dumps(task | {"place": place, "number": number}) for place in range(number)]
    with ExitStack() as ending:
        running = [
            ending.enter_context(
                subprocess.Popen([*interpreter(_COMMAND), task], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            )
            for task in tasks
        ]
        for worker in running:
            ending.callback(worker.kill)
        yield lambda: [name for worker in running for name in _result(worker)]


def _result(worker: subprocess.Popen[bytes]) -> Sequence[str]:
    answer, _ = worker.communicate()
    if worker.returncode:
        raise OnrecordError(
            f"a process that writes pages has ended with code {worker.returncode}; run the command again, with --jobs 1"
        )
    said = json.loads(answer)
    if said["error"]:
        raise PackageError(said["error"])
    left_out: Sequence[str] = said["left_out"]
    return left_out


def main() -> int:
    """Writes the pages of some articles, and the first worker what is counted; its argument is a task of `working`."""
    task = json.loads(sys.argv[2])
    left_out, error = [], ""
    try:
        left_out = _work(**task)
    except PackageError as refused:
        error = str(refused)
    except OSError as refused:
        error = of_system(refused, task["site"])
    sys.stdout.write(json.dumps({"left_out": left_out, "error": error}))
    return 0


def _work(package: str, site: str, evaluation: str | None, place: int, number: int) -> list[str]:
    basis = read_basis(read_package(Path(package)))
    pages = Pages(Path(site), basis.package)
    of_articles = ArticlePages(basis, pages)
    with temporary_folder() as scratch:
        for article in basis.each(scratch):
            if article.number % number == place:
                of_articles.write(article, read_source(basis.package, article.row))
    return [] if place else write_counted(basis, pages, Path(site), Path(evaluation) if evaluation else None)


def write_counted(basis: Basis, pages: Pages, site: Path, evaluation: Path | None) -> list[str]:
    """Writes what is counted and joined as a whole: the page of voices, and the downloads; see `write_exports`."""
    write_audit(basis.package, pages, basis.entities, evaluation)
    return write_exports(basis.package, site)
