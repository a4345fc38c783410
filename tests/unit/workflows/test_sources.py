"""The one way XML enters: what could reach outside the file, or blow up inside it, is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.errors import SourceError
from workflows.sources import MAX_DEPTH, MAX_ELEMENTS, as_utf8, line_of, read_xml

LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'


def refused(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as error:
        read_xml(data)
    return error.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1"])
@pytest.mark.parametrize(
    "text",
    [
        LAUGHS,
        '<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>',
        "<?xml version='1.0'?>\n<!-- uitleg > -->\n<!doctype a><a/>",
        "<!-- a --><?xml-stylesheet href='x'?><!DOCTYPE a><a/>",
    ],
)
def test_a_doctype_is_refused_in_any_encoding(text: str, encoding: str) -> None:
    assert refused(text.encode(encoding)).code == "doctype"


def test_an_external_entity_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "geheim"
    secret.write_text("KANARIE")
    error = refused(f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'.encode())
    assert (error.code, error.line) == ("doctype", 1)
    assert "KANARIE" not in error.message


@pytest.mark.parametrize(
    "text", ["<a><!-- <!DOCTYPE b> --></a>", "<a><![CDATA[<!DOCTYPE b>]]></a>", "<!-- <!DOCTYPE b> --><a/>"]
)
def test_a_word_about_doctypes_is_no_doctype(text: str) -> None:
    assert read_xml(text.encode()).tag == "a"


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "not-xml", 1),
        (b"  \n ", "not-xml", 1),
        (b"<a>\n<b>\n</a>", "not-xml", 3),
        (b"geen xml", "not-xml", 1),
        (b"<a>&nbsp;</a>", "not-xml", 1),
        (b'<?xml version="1.0" encoding="nope"?><a/>', "encoding", 1),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n<a>\xe9</a>', "encoding", 2),
        (b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1), "too-deep", None),
        (b"<a>" + b"<b/>" * MAX_ELEMENTS + b"</a>", "too-large", None),
    ],
)
def test_what_cannot_be_read_says_what_and_where(data: bytes, code: str, line: int | None) -> None:
    error = refused(data)
    assert (error.code, error.line) == (code, line)
    assert error.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_declared_encoding_is_read(encoding: str) -> None:
    root = read_xml(f'<?xml version="1.0" encoding="{encoding}"?>\n<a n="één"/>'.encode(encoding))
    assert root.get("n") == "één"
    assert line_of(root) == 2


def test_a_file_over_the_size_is_not_read() -> None:
    with pytest.raises(SourceError) as error:
        read_xml(b"<a/>", max_bytes=3)
    assert error.value.code == "too-large"


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_whatever_comes_only_the_one_error_comes_out(data: bytes) -> None:
    try:
        code = "" if read_xml(data).tag else "geen wortel"
    except SourceError as error:
        code = error.code
    assert code in {"", "doctype", "not-xml", "encoding", "too-deep", "too-large"}


@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1", "windows-1252", "utf-16"])
def test_a_browser_gets_the_same_file_as_utf_8(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}" standalone="no"?>\r\n<a naam="Zoë &#13; één"><!-- ü --></a>\n'
    assert as_utf8(text.encode(encoding)) == text.replace(encoding, "UTF-8", 1).encode()


def test_what_a_browser_reads_already_stays_and_so_does_what_nobody_reads() -> None:
    plain = '<?xml version="1.0" encoding="utf-8"?><a>é</a>'.encode()
    assert as_utf8(plain) == as_utf8(b"\xef\xbb\xbf" + plain) == plain
    for data in (b"", b"<a>\xe9</a>", b'<?xml version="1.0" encoding="idna"?><a/>', b"\xff\xfe<\x00"):
        assert as_utf8(data) == data
