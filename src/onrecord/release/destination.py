"""The folder that a release is put into, as a whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onrecord.errors import DownloadError, PackageError
from onrecord.package import DESCRIPTOR
from onrecord.package.descriptor import file_facts
from onrecord.package.files import copy_file, names, open_inside, walk
from onrecord.package.json_files import read_json
from onrecord.package.staging import PREFIX, recover, staged
from onrecord.release.receipt import RECEIPT, Receipt, dump_receipt, read_receipt
from onrecord.text.versions import parse_version

_SHOWN = 3


def held_release(folder: Path, name: str) -> Receipt | None:
    """The receipt of the release of the package `name` in a folder; None if the folder is missing or empty.

    Raises:
        DownloadError: the folder holds something else, or the release in it was changed.
    """
    if folder.is_dir():
        recover(folder)
    elif folder.exists() or folder.is_symlink():
        raise DownloadError(f"{folder}: not a folder; name a folder")
    if not folder.exists() or not names(folder):
        return None
    receipt = read_receipt(folder)
    if receipt is None or receipt.name != name:
        held = f"{receipt.name} {receipt.version}" if receipt else "something else"
        raise DownloadError(f"{folder}: holds {held}; name a folder that is empty or does not exist yet")
    found = hashes_of(folder)
    changed = sorted(path for path in {*found, *receipt.files} if found.get(path) != receipt.files.get(path))
    if changed:
        paths = ", ".join(changed[:_SHOWN]) + (", ..." if len(changed) > _SHOWN else "")
        raise DownloadError(
            f"{folder}: not as it was downloaded ({paths}); move your files away or name another folder"
        )
    return receipt


def refuse_older(folder: Path, receipt: Receipt | None, version: str, remedy: str) -> None:
    """Refuses a release that is older than the release in a folder, unless the user named its version (no `remedy`).

    An attacker of the server or of the connection can always offer an old release, whose signature is as valid as
    that of the newest.

    Raises:
        DownloadError: the release is older.
    """
    held, offered = (parse_version(receipt.version) if receipt else None), parse_version(version)
    if remedy and held and offered and offered < held:
        raise DownloadError(
            f"{folder}: holds {held}, and {offered}, which is offered as the newest, is older; ask the publisher why, "
            f"or, to go back, {remedy}"
        )


def put_files(root: Path, folder: Path, old: Receipt | None, new: Receipt, place: str) -> bool:
    """Puts a release into a folder, all files at once.

    Args:
        root: folder of the new files.
        folder: where they go.
        old: the receipt of the release that is there, if any.
        new: the receipt of the new release.
        place: where the new release came from, for messages.

    Returns:
        Whether anything was written: False if the folder holds these files already.

    Raises:
        DownloadError: the folder holds the same version with other files, or was changed during this run.
    """
    note = dump_receipt(new, place)
    if old and old.files == new.files:
        return False
    if old and new.version and _is_same(old.version, new.version):
        raise DownloadError(
            f"{place}: not the {new.version} that {folder} holds, though a release never changes; ask the publisher "
            "which is right, and get it into another folder"
        )
    with staged(folder) as staging:
        found = hashes_of(folder) if folder.is_dir() else {}
        if found != (old.files if old else {}) or read_receipt(folder) != old:
            raise DownloadError(f"{folder}: changed during this run; see what is there, and get it again")
        for path in new.files:
            with open_inside(root, path) as source:
                copy_file(source, staging.path(path))
        for path in old.files if old else ():
            if path not in new.files:
                staging.delete(path)
        staging.write(RECEIPT, note)
    return True


def _is_same(old: str, new: str) -> bool:
    """Whether two versions are the same, apart from build metadata."""
    versions = parse_version(old), parse_version(new)
    return old == new or (None not in versions and versions[0] == versions[1])


def hashes_of(folder: Path) -> dict[str, str]:
    """The hash of each file below a folder by its path, without onrecord's own files; empty for links."""
    found = {}
    for path in walk(folder):
        if path != RECEIPT and not path.startswith(PREFIX):
            is_plain = not (folder / path).is_symlink() and (folder / path).is_file()
            found[path] = file_facts(folder / path, folder).sha256 if is_plain else ""
    return found


def name_and_version(folder: Path) -> tuple[str, str]:
    """The name and the version in the descriptor of a package; empty if they are missing.

    Raises:
        DownloadError: the descriptor cannot be read.
    """
    try:
        descriptor: Any = read_json(folder / DESCRIPTOR, folder)
        values = (descriptor.get("name"), descriptor.get("version"))
    except (PackageError, AttributeError) as error:
        raise DownloadError(f"{folder / DESCRIPTOR}: not the descriptor of a package ({error})") from None
    name, version = (value if isinstance(value, str) else "" for value in values)
    return name, version
