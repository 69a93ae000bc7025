"""ECMA-376 part 1, chapter 17, as far as Ygrar writes it: what may stand in what, in which order."""

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
TYPE_OF_PART = {
    "word/document.xml": WORD + "document.main+xml",
    "word/styles.xml": WORD + "styles+xml",
    "word/numbering.xml": WORD + "numbering+xml",
    "word/settings.xml": WORD + "settings+xml",
    "word/header.xml": WORD + "header+xml",
    "word/footer.xml": WORD + "footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "_rels/.rels": "application/vnd.openxmlformats-package.relationships+xml",
}

PPR = """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"""
RPR = """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish
webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
eastAsianLayout specVanish oMath"""
TBLPR = """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd
tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange"""
TCPR = """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark headers
cellIns cellDel cellMerge tcPrChange"""
TRPR = "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden"
SECTPR = """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType
cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange"""
STYLE = """name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal
personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr"""
SETTINGS = """writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries
displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts
embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader
bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState
formsDesign attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge
revisionView trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride
styleLockTheme styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone
doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders
bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing
drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery
doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin doNotShadeFormData
noPunctuationKerning characterSpacingControl printTwoOnOne strictFirstAndLastChars noLineBreaksAfter
noLineBreaksBefore savePreviewPicture doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent
alwaysShowPlaceholderText doNotDemarcateInvalidXml saveXmlDataOnly useXSLTWhenSaving saveThroughXslt
showXMLTags alwaysMergeEmptyNamespace updateFields hdrShapeDefaults footnotePr endnotePr compat docVars rsids
mathPr attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats
doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown smartTagType schemaLibrary
shapeDefaults doNotEmbedSmartTags decimalSymbol listSeparator"""
IN_PARAGRAPH = "pPr r hyperlink fldSimple bookmarkStart bookmarkEnd proofErr"
IN_RUN = "rPr t br tab fldChar instrText noBreakHyphen softHyphen lastRenderedPageBreak"
BLOCKS = "p tbl bookmarkStart bookmarkEnd"
BORDERS = "top left start bottom right end insideH insideV tl2br tr2bl"

# element: (kind, its children).  "sequence": in this order, each once unless REPEATED says more;
# "bag": in any order, once; "any": in any order, any number.
CHILDREN = {
    "document": ("sequence", "background body"),
    "body": ("any", BLOCKS + " sectPr"),
    "hdr": ("any", BLOCKS),
    "ftr": ("any", BLOCKS),
    "p": ("any", IN_PARAGRAPH),
    "hyperlink": ("any", "r hyperlink bookmarkStart bookmarkEnd"),
    "fldSimple": ("any", "r"),
    "r": ("any", IN_RUN),
    "pPr": ("sequence", PPR),
    "rPr": ("sequence", RPR),
    "numPr": ("sequence", "ilvl numId ins"),
    "tabs": ("any", "tab"),
    "pBdr": ("sequence", "top left bottom right between bar"),
    "tbl": ("sequence", "tblPr tblGrid tr"),
    "tblPr": ("sequence", TBLPR),
    "tblBorders": ("sequence", BORDERS),
    "tblCellMar": ("sequence", "top left start bottom right end"),
    "tblGrid": ("any", "gridCol"),
    "tr": ("sequence", "tblPrEx trPr tc"),
    "trPr": ("bag", TRPR),
    "tc": ("any", "tcPr " + BLOCKS),
    "tcPr": ("sequence", TCPR),
    "tcBorders": ("sequence", BORDERS),
    "sectPr": ("sequence", SECTPR),
    "styles": ("sequence", "docDefaults latentStyles style"),
    "docDefaults": ("sequence", "rPrDefault pPrDefault"),
    "rPrDefault": ("sequence", "rPr"),
    "pPrDefault": ("sequence", "pPr"),
    "style": ("sequence", STYLE),
    "numbering": ("sequence", "numPicBullet abstractNum num numIdMacAtCleanup"),
    "abstractNum": ("sequence", "nsid multiLevelType tmpl name styleLink numStyleLink lvl"),
    "lvl": ("sequence", "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr"),
    "num": ("sequence", "abstractNumId lvlOverride"),
    "lvlOverride": ("sequence", "startOverride lvl"),
    "settings": ("sequence", SETTINGS),
    "compat": ("any", "compatSetting"),
}
CHILDREN = {name: (kind, children.split()) for name, (kind, children) in CHILDREN.items()}
# Those that hold nothing, or text.
for _name in """t br tab fldChar instrText noBreakHyphen softHyphen lastRenderedPageBreak proofErr bookmarkStart
bookmarkEnd gridCol compatSetting ilvl numId start numFmt lvlText lvlJc multiLevelType abstractNumId startOverride
top left start bottom right end insideH insideV zoom defaultTabStop characterSpacingControl
name basedOn next link uiPriority semiHidden qFormat tblHeader cantSplit tblStyle tblW tblInd tblLayout tblLook
tblCaption tblDescription tcW gridSpan vMerge shd vAlign headerReference footerReference pgSz pgMar cols type
pStyle keepNext keepLines bidi spacing ind jc outlineLvl widowControl contextualSpacing
rStyle rFonts b bCs i iCs color sz szCs u rtl lang vertAlign gridBefore gridAfter""".split():
    CHILDREN.setdefault(_name, ("sequence", []))

REPEATED = {
    "tbl": ["tr"], "tr": ["tc"], "sectPr": ["headerReference", "footerReference"], "styles": ["style"],
    "style": ["tblStylePr"], "numbering": ["numPicBullet", "abstractNum", "num"], "abstractNum": ["lvl"],
    "num": ["lvlOverride"],
}
FIRST = {"p": "pPr", "r": "rPr", "tc": "tcPr"}
NEEDED = {
    "document": ["body"], "hdr": ["p"], "ftr": ["p"], "tbl": ["tblPr", "tblGrid", "tr"], "tr": ["tc"],
    "tblGrid": ["gridCol"], "style": ["name"], "num": ["abstractNumId"], "sectPr": ["pgSz", "pgMar"],
}

NUMBER = r"-?\d+"
VALUES = {
    ("jc", "val"): "left|start|center|right|end|both|distribute",
    ("vMerge", "val"): "restart|continue",
    ("fldChar", "fldCharType"): "begin|separate|end",
    ("br", "type"): "page|column|textWrapping",
    ("tblW", "type"): "dxa|auto|pct|nil",
    ("tcW", "type"): "dxa|auto|pct|nil",
    ("tblLayout", "type"): "fixed|autofit",
    ("tblLook", "val"): "[0-9A-F]{4}",
    ("shd", "fill"): "auto|[0-9A-F]{6}",
    ("shd", "val"): "clear|solid|nil",
    ("color", "val"): "auto|[0-9A-F]{6}",
    ("lang", "val"): "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*",
    ("lang", "bidi"): "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*",
    ("lang", "eastAsia"): "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*",
    ("pgSz", "orient"): "portrait|landscape",
    ("numFmt", "val"): "bullet|decimal|lowerLetter|lowerRoman|upperLetter|upperRoman|none",
    ("headerReference", "type"): "default|first|even",
    ("footerReference", "type"): "default|first|even",
    ("style", "type"): "paragraph|character|table|numbering",
    ("style", "styleId"): "[A-Za-z0-9]+",
    ("spacing", "lineRule"): "auto|exact|atLeast",
    ("gridCol", "w"): r"[1-9]\d*", ("tblW", "w"): NUMBER, ("tcW", "w"): NUMBER,
    ("gridSpan", "val"): r"[1-9]\d*", ("sz", "val"): r"[1-9]\d*", ("szCs", "val"): r"[1-9]\d*",
    ("outlineLvl", "val"): "[0-9]", ("ilvl", "val"): "[0-8]", ("numId", "val"): r"\d+",
    ("spacing", "before"): r"\d+", ("spacing", "after"): r"\d+", ("spacing", "line"): NUMBER,
}
WANTED = {
    "pStyle": ["val"], "rStyle": ["val"], "tblStyle": ["val"], "gridCol": ["w"], "gridSpan": ["val"],
    "ilvl": ["val"], "numId": ["val"], "style": ["type", "styleId"], "pgSz": ["w", "h"], "lvl": ["ilvl"],
    "pgMar": ["top", "right", "bottom", "left", "header", "footer", "gutter"], "fldSimple": ["instr"],
    "headerReference": ["type"], "footerReference": ["type"], "bookmarkStart": ["id", "name"],
}

TEXTS = r"word/(document|header\d*|footer\d*)\.xml"
UNIQUE = [
    ("bookmarkStart", "id", TEXTS), ("bookmarkStart", "name", TEXTS),
    ("style", "styleId", r"word/styles\.xml"), ("name", "val", r"word/styles\.xml"),
    ("abstractNum", "abstractNumId", r"word/numbering\.xml"), ("num", "numId", r"word/numbering\.xml"),
]
STYLES = {
    "pStyle": "paragraph", "rStyle": "character", "tblStyle": "table", "next": "paragraph", "basedOn": "same",
}
