"""Working time: holidays by library, the government's transfers as rows, hours of the day. Terms are working time (domain 6.0)."""
