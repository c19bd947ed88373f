"""Sheets beside a document: the approval, familiarisation and settlement sheets, as sealed PDFs (J-13, domain 6.0).

`approval`, `familiarisation` and `settlement` gather what a sheet says, `layout` words it into a page, `making` is the job that renders, seals
and keeps it: once for each state it shows. `commands.leave` asks for sheets after a commit, `queries` finds them.
"""
