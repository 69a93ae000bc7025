"""Fills in a workbook as people do, without a program for workbooks:

	fill_pack.py IN OUT SHEET!CELL=TEXT …

SHEET is the number of the sheet, CELL "H2", or "H@words" in the first row that holds the words. Other parts of the file stay as they are, byte by byte.
"""
import re
import sys
import zipfile
from xml.sax.saxutils import escape

source, target, *edits = sys.argv[1:]
texts = {}
for edit in edits:
    place, text = edit.split("=", 1)
    sheet, cell = place.split("!")
    texts.setdefault(f"xl/worksheets/sheet{sheet}.xml", []).append((cell, text))

with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
    for name in old.namelist():
        data = old.read(name)
        for cell, text in texts.get(name, []):
            if "@" in cell:
                column, words = cell.split("@")
                row = re.findall(rb'<row r="(\d+)"', data[:data.index(words.encode())])[-1]
                cell = column + row.decode()
            inline = f'<c r="{cell}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            data, found = re.subn(rf'<c r="{cell}"(?:[^>]*/>|[^>]*[^/]>.*?</c>)'.encode(), lambda _: inline.encode(),
                                  data, count=1, flags=re.S)
            assert found, f"{name} has no cell {cell}"
        new.writestr(name, data)
