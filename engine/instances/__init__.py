"""Runs of processes: the state, the log that is its truth, the tasks that wait for people, the steps that wait for the office.

Locks are taken in one order: instance, document, journal. `progress` is the only writer of tasks and of the state.
"""
