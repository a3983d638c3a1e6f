"""PDFs as people upload them, and as somebody with bad intentions would."""

import io

import typst
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject


def written(writer):
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def plain(pages=1, width=300):
    """Pages without tags, to be told apart by their width."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width, 200)
    return written(writer)


def tagged(words="Minutes"):
    source = f'#set document(title: "M")\n#set text(lang: "en")\n= {words}\n'
    source += '#link("https://example.org")[the page]'
    return typst.compile(source.encode(), pdf_standards=["ua-1"], timestamp=0)


def encrypted():
    writer = PdfWriter()
    writer.add_blank_page(300, 200)
    writer.encrypt("", "owner", algorithm="RC4-128")
    return written(writer)


def truncated():
    return plain(40)[:-300]


def acting():
    """Runs a script when it is opened, and when its page is."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 200)
    script = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert"),
        }
    )
    writer.root_object[NameObject("/OpenAction")] = script
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    return written(writer)


def lying(count=10**9):
    """One page, and a tree of pages that says it holds more."""
    writer = PdfWriter()
    writer.add_blank_page(300, 200)
    writer.root_object["/Pages"][NameObject("/Count")] = NumberObject(count)
    return written(writer)


def endless(levels=9, wide=10):
    """A tree of pages whose branches are named again and again: a thousand million."""
    bodies = ["<</Type/Catalog/Pages 2 0 R>>"]
    for level in range(levels):
        kids = " ".join([f"{level + 3} 0 R"] * wide)
        bodies.append(f"<</Type/Pages/Count {wide ** (levels - level)}/Kids[{kids}]>>")
    bodies.append("<</Type/Page/MediaBox[0 0 9 9]>>")
    return _numbered(bodies)


def circular():
    return _numbered(
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[2 0 R]>>"]
    )


def _numbered(bodies):
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(made)
    made += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += f"trailer\n<</Size {len(bodies) + 1}/Root 1 0 R>>\n".encode()
    return made + f"startxref\n{start}\n%%EOF\n".encode()


def read(content):
    return PdfReader(io.BytesIO(content), strict=True)


def said(content):
    """The words of all pages, with single spaces."""
    return " ".join(" ".join(p.extract_text() for p in read(content).pages).split())
