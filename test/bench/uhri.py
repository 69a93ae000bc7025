#!/usr/bin/env python3
"""Makes a workbook in the layout of an export of the Universal Human Rights Index, all of it made up:

    test/bench/uhri.py ROWS FILE

Words of texts are drawn from a short list, so the file says nothing; its size and shape are those of
a real one: shared strings, several values a cell by line breaks, dates as serial numbers, a UUID each.

    ygrar init --reference turkmenistan --db URL --key-file KEY
    /usr/bin/time -f '%e s %U s %S s %M KB' ygrar import FILE --db URL --key-file KEY
"""
import random
import sys
import uuid
import zipfile
from xml.sax.saxutils import escape

HEAD = ["Text", "Countries Concerned", "Reccomending Body", "Document Symbol", "Themes", "Affected Persons", "Sdgs",
        "Document Publication Date", "UPR Reccomending States", "UPR Position", "Type", "OHCHR Annotation Id", "UPR Session",
        "Regions Concerned", "Recommending Regions", "Date of publication on UHRI"]
STATES = ["Turkmenistan", "Slovenia", "France", "Brazil", "Kenya", "Japan", "Chile", "Norway", "Ghana", "Peru"]
THEMES = ["Right to education", "Trafficking in persons", "Freedom of expression", "Administration of justice & fair trial"]
PERSONS = ["Children", "Women & girls", "Persons with disabilities", "Migrants"]
WORDS = ("continue strengthen efforts national mechanism ensure access education health take further measures protect rights "
         "children women persons ratify convention adopt law implement policy combat discrimination promote").split()
NUMBERS = {7, 15}  # columns of serial numbers


def row(dice, n):
    upr = n % 3 == 0
    text = " ".join(dice.choices(WORDS, k=dice.randint(12, 45))).capitalize()
    pick = lambda values: "\n".join("- " + v for v in dice.sample(values, dice.randint(1, 3)))
    return [f"{1 + n % 190}.{1 + n // 190 % 260} {text} ({n});", "- " + STATES[n % len(STATES)],
            "- UPR" if upr else "- CEDAW", f"A/HRC/{10 + n % 45}/{1 + n // 49400}" if upr else f"CEDAW/C/TKM/CO/{1 + n // 49400}",
            pick(THEMES), pick(PERSONS), f"- {1 + n % 17}", str(40000 + n % 5000),
            "- " + dice.choice(STATES) if upr else "", dice.choice(["Supported", "Noted"]) if upr else "",
            "- Recommendations", str(uuid.UUID(int=dice.getrandbits(128), version=4)), f"{1 + n % 41}" if upr else "",
            "- Asia", "- Europe", "45000"]


def main(rows, path):
    dice, strings, count = random.Random(7), {}, 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as z:
        z.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                   '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                   '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
                   'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>')
        rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        head = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        z.writestr("_rels/.rels", f'{head}<Relationship Id="r1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        z.writestr("xl/_rels/workbook.xml.rels", f'{head}<Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
                   f'<Relationship Id="r2" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/></Relationships>')
        main_ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        z.writestr("xl/workbook.xml", f'<?xml version="1.0"?><workbook xmlns="{main_ns}" xmlns:r="{rel}"><sheets>'
                   '<sheet name="Annotations" sheetId="1" r:id="r1"/></sheets></workbook>')
        with z.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as f:
            f.write(f'<?xml version="1.0"?><worksheet xmlns="{main_ns}"><sheetData>'.encode())
            for n in range(rows + 1):
                cells = []
                for i, value in enumerate(row(dice, n) if n else HEAD):
                    if value == "":
                        continue
                    where = f'r="{chr(65 + i)}{n + 1}"'
                    if n and i in NUMBERS:
                        cells.append(f"<c {where}><v>{value}</v></c>")
                    else:
                        cells.append(f'<c {where} t="s"><v>{strings.setdefault(value, len(strings))}</v></c>')
                        count += 1
                f.write(f'<row r="{n + 1}">{"".join(cells)}</row>'.encode())
            f.write(b"</sheetData></worksheet>")
        with z.open("xl/sharedStrings.xml", "w", force_zip64=True) as f:
            f.write(f'<?xml version="1.0"?><sst xmlns="{main_ns}" count="{count}" uniqueCount="{len(strings)}">'.encode())
            for s in strings:
                f.write(f'<si><t xml:space="preserve">{escape(s)}</t></si>'.encode())
            f.write(b"</sst>")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(int(sys.argv[1]), sys.argv[2])
