"""Lists taken out as files, through one door: what is in them, how many rows one may take, and the audit's line (Y-33).

`tables` says what stands in each list, `writing` makes the file and notes it. Nothing in a file computes: `engine.spreadsheets`.
"""
