"""One PDF of several: papers made here with their tags, uploads as they came."""

import datetime as dt
import io
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from ui.papers import uploaded

_SCRIPT: Final = Path(uploaded.__file__)
_SECONDS: Final = 60


@dataclass(frozen=True)
class Pages:
    """The pages of an upload, ready to be appended."""

    content: bytes
    was_tagged: bool


def read_upload(content: bytes) -> Pages:
    """
    Read the pages of an uploaded PDF in a process with little memory and time.

    :raises UnreadableError: if it is encrypted, broken or too much work
    """
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter, a file of this room
            [sys.executable, "-I", str(_SCRIPT)],
            input=content,
            capture_output=True,
            check=True,
            timeout=_SECONDS,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise uploaded.UnreadableError(uploaded.BROKEN) from error
    head, _, pages = done.stdout.partition(b"\n")
    told = json.loads(head)
    if "problem" in told:
        raise uploaded.UnreadableError(told["problem"])
    return Pages(pages, told["tagged"])


def join(
    *,
    title: str,
    author: str,
    at: dt.datetime,
    papers: Iterable[tuple[str, bytes]],
    uploads: Iterable[tuple[str, bytes]],
) -> bytes:
    """
    Put papers made here and then uploads behind one another, each with a bookmark.

    The same parts give the same bytes. ``uploads`` are pages that ``read_upload`` gave.
    """
    writer = PdfWriter()
    tags = _Tags(writer)
    for name, content in papers:
        first = len(writer.pages)
        reader = PdfReader(io.BytesIO(content))
        for page in reader.pages:
            writer.add_page(page)
        tags.carry(reader, first)
        writer.add_outline_item(title=name, page_number=first)
    for name, content in uploads:
        first = len(writer.pages)
        writer.append(io.BytesIO(content), import_outline=False)
        writer.add_outline_item(title=name, page_number=first)
    tags.close()
    _describe(writer, title, author, at)
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _describe(writer: PdfWriter, title: str, author: str, at: dt.datetime) -> None:
    moment = at.astimezone(dt.UTC).strftime("D:%Y%m%d%H%M%SZ")
    writer.add_metadata({"/Title": title, "/Author": author, "/CreationDate": moment})
    writer.root_object[NameObject("/Lang")] = TextStringObject("en-GB")
    writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}  # noqa: FBT003 - a PDF value
    )


@dataclass
class _Tags:
    """The trees of tags of several papers, brought under one root."""

    writer: PdfWriter
    next_key: int = 0
    parts: int = 0
    kids: ArrayObject = field(default_factory=ArrayObject)
    roles: DictionaryObject = field(default_factory=DictionaryObject)
    numbers: list[Any] = field(default_factory=list)
    names: list[tuple[bytes, Any]] = field(default_factory=list)
    # References are known by their reader's place in memory: it must not go.
    readers: list[PdfReader] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root = DictionaryObject(
            {NameObject("/Type"): NameObject("/StructTreeRoot")}
        )
        self.reference = self.writer._add_object(self.root)
        self.whole = DictionaryObject(
            {
                NameObject("/S"): NameObject("/Document"),
                NameObject("/P"): self.reference,
                NameObject("/K"): self.kids,
            }
        )
        self.whole_reference = self.writer._add_object(self.whole)

    def carry(self, reader: PdfReader, first: int) -> None:
        """Bring over the tags of a paper whose pages begin at ``first``."""
        self.readers.append(reader)
        source: Any = reader.root_object["/StructTreeRoot"]
        tree: Any = source.clone(self.writer)
        for index, page in enumerate(reader.pages):
            self._number(self.writer.pages[first + index], page.get("/StructParents"))
        for kid in tree["/K"]:
            kid.get_object()[NameObject("/P")] = self.whole_reference
            self.kids.append(kid)
        self.roles.update(tree.get("/RoleMap", {}))
        listed = tree["/ParentTree"]["/Nums"]
        for key, value in zip(listed[::2], listed[1::2], strict=True):
            self.numbers += [NumberObject(key + self.next_key), value]
        self._rename(tree["/K"])
        self.next_key += int(tree["/ParentTreeNextKey"])
        self.parts += 1

    def _number(self, page: Any, number: int | None) -> None:
        if number is not None:
            page[NameObject("/StructParents")] = NumberObject(number + self.next_key)
        for each in page.get("/Annots", []):
            note = each.get_object()
            if "/StructParent" in note:
                own = note["/StructParent"] + self.next_key
                note[NameObject("/StructParent")] = NumberObject(own)

    def _rename(self, kids: Any) -> None:
        """Names of cells are known within one paper only: put its number before."""
        waiting = list(kids)
        while waiting:
            reference = waiting.pop()
            tag = reference.get_object()
            if not isinstance(tag, DictionaryObject) or "/S" not in tag:
                continue
            if "/ID" in tag:
                name = self._own(tag["/ID"])
                tag[NameObject("/ID")] = name
                self.names.append((name, reference))
            _each_headers(tag.get("/A"), self._own)
            below: Any = tag.get("/K", [])
            waiting += below if isinstance(below, ArrayObject) else [below]

    def _own(self, name: Any) -> ByteStringObject:
        return ByteStringObject(b"%d-" % self.parts + name.original_bytes)

    def close(self) -> None:
        """Write the one root, and that the file is marked."""
        names = ArrayObject()
        for name, reference in sorted(self.names, key=lambda pair: pair[0]):
            names += [ByteStringObject(name), reference]
        tree = DictionaryObject({NameObject("/Nums"): ArrayObject(self.numbers)})
        self.root[NameObject("/K")] = self.whole_reference
        self.root[NameObject("/RoleMap")] = self.roles
        self.root[NameObject("/ParentTree")] = self.writer._add_object(tree)
        self.root[NameObject("/ParentTreeNextKey")] = NumberObject(self.next_key)
        if names:
            self.root[NameObject("/IDTree")] = DictionaryObject(
                {NameObject("/Names"): names}
            )
        catalogue = self.writer.root_object
        catalogue[NameObject("/StructTreeRoot")] = self.reference
        catalogue[NameObject("/MarkInfo")] = DictionaryObject(
            {NameObject("/Marked"): BooleanObject(True)}  # noqa: FBT003 - a PDF value
        )


def _each_headers(attributes: Any, own: Any) -> None:
    found = ArrayObject() if attributes is None else attributes.get_object()
    for each in found if isinstance(found, ArrayObject) else [found]:
        given = each.get_object()
        if isinstance(given, DictionaryObject) and "/Headers" in given:
            names: Any = given["/Headers"].get_object()
            given[NameObject("/Headers")] = ArrayObject(own(name) for name in names)
