"""Working time: holidays by library, the government's transfers as rows, hours of the day. Terms are working time (domain 6.0).

`queries.working_time(work)` gives a `WorkingTime` that counts hours and days; `commands` change single days, with a reason.
Called by whoever counts a term.
"""
