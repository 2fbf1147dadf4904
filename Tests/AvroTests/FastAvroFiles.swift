/// Files written by fastavro 1.13.1, an implementation that shares nothing with ours.
///
/// Rows of `test.Row` with k = 0, 1 (with 2 as its `next`) and 3.
enum FastAvroFiles {
    static let plain = [
        "T2JqAQQUYXZyby5jb2RlYwhudWxsFmF2cm8uc2NoZW1h9At7InR5cGUiOiAicmVjb3JkIiwgIm5hbWUiOiAiUm93IiwgIm5hbWVzcGFj",
        "ZSI6ICJ0ZXN0IiwgImZpZWxkcyI6IFt7Im5hbWUiOiAiYiIsICJ0eXBlIjogImJvb2xlYW4ifSwgeyJuYW1lIjogImkiLCAidHlwZSI6",
        "ICJpbnQifSwgeyJuYW1lIjogImwiLCAidHlwZSI6ICJsb25nIn0sIHsibmFtZSI6ICJmIiwgInR5cGUiOiAiZmxvYXQifSwgeyJuYW1l",
        "IjogImQiLCAidHlwZSI6ICJkb3VibGUifSwgeyJuYW1lIjogImJ5IiwgInR5cGUiOiAiYnl0ZXMifSwgeyJuYW1lIjogInMiLCAidHlw",
        "ZSI6ICJzdHJpbmciLCAiZmllbGQtaWQiOiA3fSwgeyJuYW1lIjogImZ4IiwgInR5cGUiOiB7InR5cGUiOiAiZml4ZWQiLCAibmFtZSI6",
        "ICJGNCIsICJzaXplIjogNH19LCB7Im5hbWUiOiAiZSIsICJ0eXBlIjogeyJ0eXBlIjogImVudW0iLCAibmFtZSI6ICJFIiwgInN5bWJv",
        "bHMiOiBbIkEiLCAiQiJdfX0sIHsibmFtZSI6ICJhIiwgInR5cGUiOiB7InR5cGUiOiAiYXJyYXkiLCAiaXRlbXMiOiAiRjQifX0sIHsi",
        "bmFtZSI6ICJtIiwgInR5cGUiOiB7InR5cGUiOiAibWFwIiwgInZhbHVlcyI6IFsibnVsbCIsICJsb25nIl19fSwgeyJuYW1lIjogInUi",
        "LCAidHlwZSI6IFsibnVsbCIsICJzdHJpbmciXSwgImRlZmF1bHQiOiBudWxsfSwgeyJuYW1lIjogIm5leHQiLCAidHlwZSI6IFsibnVs",
        "bCIsICJSb3ciXSwgImRlZmF1bHQiOiBudWxsfSwgeyJuYW1lIjogImRheSIsICJ0eXBlIjogeyJ0eXBlIjogImludCIsICJsb2dpY2Fs",
        "VHlwZSI6ICJkYXRlIn19XX0AMDEyMzQ1Njc4OWFiY2RlZgaEBAEAgICAgICAgICAAQAAAAAAAAAAAAAAgAQA/xJncsO2w59lIDBhYmNk",
        "AAAEAngCAAJ5AAACBMO8AMC4AgAB/v////////9/AAAAPwAAAAAAAPS/BAH/Emdyw7bDn2UgMWFiY2QCAjAxMjMABAJ4AgICeQAAAAIB",
        "A/z/////////fwAAgD8AAAAAAAAEwAQC/xJncsO2w59lIDJhYmNkAAQwMTIzMDEyMwAEAngCBAJ5AAACBMO8AMS4AsK4AgAF+v//////",
        "//9/AADAPwAAAAAAAA7ABAP/Emdyw7bDn2UgM2FiY2QCBjAxMjMwMTIzMDEyMwAEAngCBgJ5AAAAAMa4AjAxMjM0NTY3ODlhYmNkZWY=",
    ].joined()

    static let deflated = [
        "T2JqAQQUYXZyby5jb2RlYw5kZWZsYXRlFmF2cm8uc2NoZW1h9At7InR5cGUiOiAicmVjb3JkIiwgIm5hbWUiOiAiUm93IiwgIm5hbWVz",
        "cGFjZSI6ICJ0ZXN0IiwgImZpZWxkcyI6IFt7Im5hbWUiOiAiYiIsICJ0eXBlIjogImJvb2xlYW4ifSwgeyJuYW1lIjogImkiLCAidHlw",
        "ZSI6ICJpbnQifSwgeyJuYW1lIjogImwiLCAidHlwZSI6ICJsb25nIn0sIHsibmFtZSI6ICJmIiwgInR5cGUiOiAiZmxvYXQifSwgeyJu",
        "YW1lIjogImQiLCAidHlwZSI6ICJkb3VibGUifSwgeyJuYW1lIjogImJ5IiwgInR5cGUiOiAiYnl0ZXMifSwgeyJuYW1lIjogInMiLCAi",
        "dHlwZSI6ICJzdHJpbmciLCAiZmllbGQtaWQiOiA3fSwgeyJuYW1lIjogImZ4IiwgInR5cGUiOiB7InR5cGUiOiAiZml4ZWQiLCAibmFt",
        "ZSI6ICJGNCIsICJzaXplIjogNH19LCB7Im5hbWUiOiAiZSIsICJ0eXBlIjogeyJ0eXBlIjogImVudW0iLCAibmFtZSI6ICJFIiwgInN5",
        "bWJvbHMiOiBbIkEiLCAiQiJdfX0sIHsibmFtZSI6ICJhIiwgInR5cGUiOiB7InR5cGUiOiAiYXJyYXkiLCAiaXRlbXMiOiAiRjQifX0s",
        "IHsibmFtZSI6ICJtIiwgInR5cGUiOiB7InR5cGUiOiAibWFwIiwgInZhbHVlcyI6IFsibnVsbCIsICJsb25nIl19fSwgeyJuYW1lIjog",
        "InUiLCAidHlwZSI6IFsibnVsbCIsICJzdHJpbmciXSwgImRlZmF1bHQiOiBudWxsfSwgeyJuYW1lIjogIm5leHQiLCAidHlwZSI6IFsi",
        "bnVsbCIsICJSb3ciXSwgImRlZmF1bHQiOiBudWxsfSwgeyJuYW1lIjogImRheSIsICJ0eXBlIjogeyJ0eXBlIjogImludCIsICJsb2dp",
        "Y2FsVHlwZSI6ICJkYXRlIn19XX0AMDEyMzQ1Njc4OWFiY2RlZgacAkXOuw3CMBgE4PPlJyUFEzBCHgMwCy/RU0GFN2ELlAIJK0ZMRIUQ",
        "IXYS/9d/d2dgpxhorKBbHI7+5q/7ZbHebHeA8ETwDFD8Ha4hzK8bcunJapDvhxilZaBkUVZ19AweNNlXpR2lOKHKKo5KkElLWn82bPsD",
        "s4/WuLFm7iTTmjoeyKeaVJXHI3g1/APB3FEwMTIzNDU2Nzg5YWJjZGVm",
    ].joined()
}
