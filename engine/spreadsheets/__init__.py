"""Spreadsheets: rows in, a file out, and a file's rows. Nothing that is written can be taken for a formula.

`writing` makes XLSX and CSV; the only door to openpyxl.
"""
