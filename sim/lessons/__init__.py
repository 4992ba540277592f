"""Lessons: a published result of bargaining theory beside a second, independent route to the same figure.

One file a family; each names its lessons in ``LESSONS``, and `sim.lessons.find` finds them by folder.
"""
