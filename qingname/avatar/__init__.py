"""Marks in pictures: views, hashes, local features, and the match that they give."""
