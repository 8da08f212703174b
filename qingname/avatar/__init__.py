"""Marks in pictures: views, hashes, local features, and the match that they give.

A mark is looked at once (``look.py``) and kept without its picture (``marks.py``); an avatar is looked at each time,
and ``matcher.py`` says which marks it shows. Nothing is imported here: OpenCV and faiss take long, and not every caller
needs them.
"""
