"""Every way to break a document that the checker knows: a file that is right is changed in one place,
and a fault of just that rule has to come.  The file must have what is broken here: a list, a link, a
heading, a table with a head row and cells merged in both directions, both directions of the page."""
import io
import re
import zipfile

DOCUMENT, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
TYPES, LINKS = "[Content_Types].xml", "word/_rels/document.xml.rels"
CELL = r"(<w:tc>(?:(?!</w:tc>).)*)<w:p>(?:(?!</w:p>).)*</w:p></w:tc>"

# rule, part, what stands there, what stands there then; or the part's new content, None: no part.
BREAKAGES = [
    ("package", DOCUMENT, r"</w:body>", ""),
    ("package", STYLES, r"\?>", '?><!DOCTYPE x [<!ENTITY e "e">]>'),
    ("package", DOCUMENT, None, None),
    ("content_types", TYPES, r'<Override PartName="/word/styles.xml"[^>]*>', ""),
    ("content_types", TYPES, r"</Types>", '<Override PartName="/word/none.xml" ContentType="text/xml"/></Types>'),
    ("content_types", TYPES, r'(<Override PartName="/word/styles.xml"[^>]*>)', r"\1\1"),
    ("content_types", TYPES, r"numbering\+xml", "styles+xml"),
    ("content_types", TYPES, r"document\.main\+xml", "document.macroEnabled.main+xml"),
    ("content_types", "word/vbaProject.bin", None, "<x/>"),
    ("relationships", LINKS, r'Id="link1"', 'Id="styles"'),
    ("relationships", LINKS, r'Id="link1"', 'Id="link0"'),
    ("relationships", LINKS, r'Target="styles.xml"', 'Target="style.xml"'),
    ("relationships", LINKS, r'<Relationship Id="settings"[^>]*>', ""),
    ("relationships", LINKS, r'Target="https:', 'Target="javascript:'),
    ("relationships", LINKS, r'(<Relationship Id="link1")', r'<Relationship Id="link0" Type="http://schemas.'
     r'openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://x/" TargetMode="External"/>\1'),
    ("relationships", DOCUMENT, r'footerReference w:type="default" r:id="footer1"',
     'footerReference w:type="default" r:id="settings"'),
    ("relationships", "word/_rels/none.xml.rels", None,
     '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'),
    ("order", DOCUMENT, r"(<w:pStyle [^>]*>)(<w:numPr>.*?</w:numPr>)", r"\2\1"),
    ("order", DOCUMENT, r"(<w:b/>(?:(?!</w:rPr>).)*)(<w:lang [^>]*>)", r"\2\1"),
    ("order", DOCUMENT, r"(<w:tblW [^>]*>)(<w:tblLayout [^>]*>)", r"\2\1"),
    ("order", DOCUMENT, r"(<w:tcW [^>]*>)(<w:gridSpan [^>]*>)", r"\2\1"),
    ("order", DOCUMENT, r"(<w:pgSz [^>]*>)(<w:pgMar [^>]*>)", r"\2\1"),
    ("order", DOCUMENT, r"<w:trPr>(<w:cantSplit/>)", r"<w:trPr>\1\1"),
    ("order", DOCUMENT, r"(<w:trPr>.*?</w:trPr>)(.*?)</w:tr>", r"\2\1</w:tr>"),
    ("order", DOCUMENT, r"(<w:tcPr>(?:(?!</w:tcPr>).)*</w:tcPr>)(<w:p>.*?</w:p>)", r"\2\1"),
    ("order", DOCUMENT, r"(<w:pPr>(?:(?!</w:pPr>).)*</w:pPr>)(<w:r>.*?</w:r>)", r"\2\1"),
    ("order", DOCUMENT, r"(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)(<w:t .*?</w:t>)", r"\2\1"),
    ("order", DOCUMENT, r"(<w:tblPr>.*?</w:tblPr>)(<w:tblGrid>.*?</w:tblGrid>)", r"\2\1"),
    ("order", DOCUMENT, r"<w:keepNext/>", "<w:keepNext/><w:keepNext/>"),
    ("order", DOCUMENT, r"<w:keepNext/>", "<w:keepNear/>"),
    ("order", DOCUMENT, r"<w:tc>.*?</w:tc>", "<w:p/>"),
    ("order", STYLES, r'(<w:name w:val="Title"/>)(<w:basedOn [^>]*>)', r"\2\1"),
    ("order", NUMBERING, r"(<w:start [^>]*>)(<w:numFmt [^>]*>)", r"\2\1"),
    ("order", NUMBERING, r"(<w:abstractNum .*</w:abstractNum>)(.*)(</w:numbering>)", r"\2\1\3"),
    ("order", "word/settings.xml", r"(<w:zoom [^>]*>)(<w:defaultTabStop [^>]*>)", r"\2\1"),
    ("order", DOCUMENT, r"<w:tblPr>.*?</w:tblPr>", ""),
    ("attributes", DOCUMENT, r'w:vMerge w:val="restart"', 'w:vMerge w:val="begin"'),
    ("attributes", DOCUMENT, r'<w:lang w:val="[^"]*"', '<w:lang w:val=""'),
    ("attributes", DOCUMENT, r'w:numId w:val="\d+"', "w:numId"),
    ("sections", DOCUMENT, r"<w:sectPr>(?:(?!</w:sectPr>).)*</w:sectPr></w:body>", "</w:body>"),
    ("sections", DOCUMENT, r"(<w:sectPr>(?:(?!</w:sectPr>).)*</w:sectPr>)</w:body>", r"\1\1</w:body>"),
    ("cells", DOCUMENT, CELL, r"\1</w:tc>"),
    ("grid", DOCUMENT, r'(<w:tblW w:w=")', r"\g<1>1"),
    ("grid", DOCUMENT, r'<w:gridSpan w:val="\d+"/>', ""),
    ("grid", DOCUMENT, r"<w:tc>.*?</w:tc>", ""),
    ("grid", DOCUMENT, r'(<w:tcW w:w=")', r"\g<1>1"),
    ("grid", DOCUMENT, r'<w:vMerge w:val="restart"/>', ""),
    ("head_rows", DOCUMENT, r"(<w:tr>(?:(?!</w:tr>).)*</w:tr>)\s*(<w:tr>(?:(?!</w:tr>).)*</w:tr>)", r"\2\1"),
    ("head_rows", DOCUMENT, r"(<w:tr>.*?</w:tr>).*?</w:tbl>", r"\1</w:tbl>"),
    ("unique", DOCUMENT, r"(</w:p>)", r'<w:bookmarkStart w:id="1" w:name="a"/>\1'),
    ("unique", DOCUMENT, r"(</w:p>)", r'<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>'
     r'<w:bookmarkStart w:id="1" w:name="b"/><w:bookmarkEnd w:id="1"/>\1'),
    ("unique", STYLES, r'w:styleId="Title"', 'w:styleId="Normal"'),
    ("unique", STYLES, r'w:name w:val="Title"', 'w:name w:val="Normal"'),
    ("unique", STYLES, r' w:default="1" w:styleId="Normal"', ' w:styleId="Normal"'),
    ("unique", NUMBERING, r'w:numId="2"', 'w:numId="1"'),
    ("styles", DOCUMENT, r'w:pStyle w:val="[^"]*"', 'w:pStyle w:val="Heading9"'),
    ("styles", DOCUMENT, r'w:pStyle w:val="[^"]*"', 'w:pStyle w:val="TableGrid"'),
    ("styles", STYLES, r'w:basedOn w:val="Normal"', 'w:basedOn w:val="Hyperlink"'),
    ("lists", DOCUMENT, r'w:numId w:val="\d+"', 'w:numId w:val="99"'),
    ("lists", DOCUMENT, r'w:ilvl w:val="\d+"', 'w:ilvl w:val="7"'),
    ("lists", NUMBERING, r'w:abstractNumId w:val="0"', 'w:abstractNumId w:val="9"'),
    ("text", DOCUMENT, r'<w:t xml:space="preserve">', "<w:t> "),
    ("text", DOCUMENT, r'<w:t xml:space="preserve">', '<w:t xml:space="preserve">a\nb'),
    ("fields", DOCUMENT, r"(<w:t [^>]*>)", r'<w:fldChar w:fldCharType="begin"/>\1'),
    ("fields", DOCUMENT, r"(<w:hyperlink [^>]*>)(.*?</w:hyperlink>)", r"\1\1\2</w:hyperlink>"),
    ("properties", "docProps/core.xml", r"<dc:title>.*?</dc:title>", ""),
    ("properties", "docProps/core.xml", r"<dc:language>.*?</dc:language>", "<dc:language/>"),
]


def broken(parts, part, pattern, replacement):
    """A copy of the file with one part changed; None: there is nothing to change."""
    parts = dict(parts)
    if pattern is not None:
        changed, n = re.subn(pattern, replacement, parts[part], count=1, flags=re.S)
        if n == 0 or changed == parts[part]:
            return None
        parts[part] = changed
    elif replacement is None:
        del parts[part]
    else:
        parts[part] = replacement
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file


def try_all(path, reader, rules):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    bad = [f"{path} is not right itself: {fault}" for _, fault in reader(path).check()]
    for rule, part, pattern, replacement in BREAKAGES:
        file = broken(parts, part, pattern, replacement)
        if file is None:
            bad.append(f"{part} has no {pattern}")
            continue
        faults = reader(file).check()
        if rule not in [name for name, _ in faults]:
            bad.append(f"{rule} does not notice {part}: {pattern} -> {replacement}; only {faults}")
    for rule in rules - {rule for rule, *_ in BREAKAGES}:
        bad.append(f"{rule} is never broken")
    print("\n".join(bad) or f"{len(BREAKAGES)} breakages noticed")
    return 1 if bad else 0
