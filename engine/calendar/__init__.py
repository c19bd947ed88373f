"""Working time: holidays by library, hours and days of the organisation as rows. Terms are working time (domain 6.0).

`queries.working_time(work)` gives a `WorkingTime` that counts hours and days; `queries.year` shows a year; `commands`
change days and hours, with a reason, and leave the job that counts open terms anew; `reading` reads what people type.
Called by whoever counts a term.
"""
