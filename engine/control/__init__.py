"""Control of execution: who controls which document, terms moved by request, lists and overviews (K-14, K-21, J-10, J-14).

`commands` takes documents under control and moves terms; `lists` gives the control lists, `absent` who is not acquainted
and which posts are vacant, `overviews` the figures of units and kinds.
"""
