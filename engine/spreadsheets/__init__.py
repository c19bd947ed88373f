"""Spreadsheets: rows in, a file out, and a file's rows. Nothing that is written can be taken for a formula.

`writing` makes XLSX and CSV, `reading` takes the plain values out of an XLSX somebody sent; the only door to openpyxl.
"""
