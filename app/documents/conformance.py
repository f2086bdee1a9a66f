"""What makes a WeasyPrint file both PDF/A-3a and PDF/UA-1, and the last look at its letters.

WeasyPrint can be asked for one of the two; the other's mark, and the schema that PDF/A wants for
it, are put into the XMP here. Streams are compressed here too: one that happens to end in a line
break would leave its length in doubt (one file in eight). Knows no paper.
"""

import zlib
from typing import Any

from app.documents import fonts
from app.kernel.errors import Outage

VARIANT = "pdf/a-3a"

_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"\
 pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""
_LINE_ENDS = (b"\r", b"\n")
_TROUBLE = b"\r\nendstream"


def finish(document: Any, pdf: Any, pad: int) -> None:  # noqa: ANN401 - WeasyPrint has no types
    """Complete a file before it is written; `pad` changes nothing but the bytes of its index."""
    _look_at_fonts(document)
    _mark_accessible(pdf)
    if pad:
        pdf.info["Padding"] = f"({' ' * pad})"
    for each in pdf.objects:
        if getattr(each, "compress", False):
            _compress(each)


def sound(data: bytes) -> bool:
    """Say whether no stream ends in a line break that could be taken for the file's own."""
    return _TROUBLE not in data


def _look_at_fonts(document: Any) -> None:  # noqa: ANN401
    families = {face.family for face in fonts.FACES}
    for font in document.fonts.values():
        if font.missing:
            missing = tuple(fonts.MissingGlyph(chr(code)) for code in font.missing)
            raise fonts.missing_refusal(missing)
        if font.family not in families:
            raise Outage(
                "document.fonts_absent",
                f"帳票の書体が使えず、{font.family}で代用されました。"
                "フォントの設定を確かめてください。",
                permanent=True,
            )


def _mark_accessible(pdf: Any) -> None:  # noqa: ANN401
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [bytes(each).replace(b"</rdf:RDF>", _UA.encode()) for each in metadata.stream]
    metadata.compress = False


def _compress(stream: Any) -> None:  # noqa: ANN401
    """Compress a stream; the last byte is of a checksum, so only other content changes it."""
    stream.compress = False
    data = stream.data
    raw = data[data.index(b"\nstream\n") + 8 : -len(b"\nendstream")]
    packed = zlib.compress(raw)
    while packed.endswith(_LINE_ENDS):
        raw += b"\n"
        packed = zlib.compress(raw)
    stream.stream = [packed]
    stream.extra["Filter"] = "/FlateDecode"
    if "Length1" in stream.extra:
        stream.extra["Length1"] = len(raw)
